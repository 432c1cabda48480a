package io.schemamigration.runner;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.schemamigration.runner.db.ledger.HistoryColumn;
import io.schemamigration.runner.db.ledger.HistoryTable;
import io.schemamigration.runner.db.ledger.TableSql;
import io.schemamigration.runner.db.ledger.WindowTable;
import java.util.Set;

/** The runner's boundaries. */
@AnalyzeClasses(packages = "io.schemamigration", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  /** Every package is a room of its own, also those within another's. */
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.schemamigration.runner.(**)").should().beFreeOfCycles();

  /** A room and those within it, taken together. */
  @ArchTest
  static final ArchRule roomsHaveNoCycles =
      slices().matching("io.schemamigration.runner.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyOnePackageSpeaksJdbc =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.schemamigration.runner.db..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..", "org.sqlite..");

  /** Of a script's statements, those on the two tables come from there, too. */
  @ArchTest
  static final ArchRule theTablesHaveOneOwner =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.schemamigration.runner.db.ledger", "io.schemamigration.runner.script")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(
              HistoryTable.class, WindowTable.class, HistoryColumn.class, TableSql.class);

  @ArchTest
  static final ArchRule nothingLogsButToTheConsole =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.slf4j..", "java.lang.System$Logger")
          .orShould()
          .callMethodWhere(logs());

  /** What a driver logs by itself may be switched off. */
  private static DescribedPredicate<JavaMethodCall> logs() {
    return describe(
        "a logger is asked to log",
        call ->
            call.getTargetOwner().getPackageName().startsWith("java.util.logging")
                && !Set.of("getLogger", "setLevel").contains(call.getName()));
  }

  @ArchTest
  static final ArchRule coreKnowsNothingOfTheRunner =
      noClasses()
          .that()
          .resideInAPackage("io.schemamigration.core..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.schemamigration.runner..");
}
