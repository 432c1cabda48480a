package io.schemamigration.runner;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The runner's boundaries. */
@AnalyzeClasses(packages = "io.schemamigration", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule onlyOnePackageSpeaksJdbc =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.schemamigration.runner.db")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..", "org.sqlite..");

  @ArchTest
  static final ArchRule nothingLogsButToTheConsole =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.logging..", "org.slf4j..", "java.lang.System$Logger");

  @ArchTest
  static final ArchRule coreKnowsNothingOfTheRunner =
      noClasses()
          .that()
          .resideInAPackage("io.schemamigration.core..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.schemamigration.runner..");
}
