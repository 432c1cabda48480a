package io.schemamigration.core;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.regex.Pattern;

@AnalyzeClasses(
    packages = "io.schemamigration.core",
    importOptions = {DoNotIncludeTests.class, ArchitectureTest.OwnCode.class})
class ArchitectureTest {
  /** Without the classes that the build makes of PostgreSQL's grammar. */
  static final class OwnCode implements ImportOption {
    private static final Pattern MADE =
        Pattern.compile(".*/grammar/PgQuery(\\$|Machine|\\.class).*");

    @Override
    public boolean includes(Location location) {
      return !location.matches(MADE);
    }
  }

  @ArchTest
  static final ArchRule coreHasNoInputOrOutput =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "java.nio.file..",
                  "java.nio.channels..",
                  "java.net..",
                  "java.sql..",
                  "javax.sql..",
                  "java.util.logging..",
                  "java.lang.reflect..",
                  "java.util.concurrent.."));

  /** Serializable comes with every exception. */
  @ArchTest
  static final ArchRule coreOpensNoStream =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.io\\.(?!Serializable|ObjectStreamException).*");

  @ArchTest
  static final ArchRule coreHasNoClock =
      noClasses()
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Clock.class, Instant.class, System.class, Thread.class, Runtime.class);

  @ArchTest
  static final ArchRule onlyTheMetadataNeedsYaml =
      classes()
          .that()
          .doNotHaveSimpleName("MetadataYaml")
          .and()
          .resideOutsideOfPackage("io.schemamigration.core.grammar")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("java..", "io.schemamigration.core..", "org.jspecify.."));

  /** Every package is a room of its own, also those within another's. */
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.schemamigration.core.(**)").should().beFreeOfCycles();

  /** A room and those within it, taken together. */
  @ArchTest
  static final ArchRule roomsHaveNoCycles =
      slices().matching("io.schemamigration.core.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule judgementsKnowNoDialect =
      noClasses()
          .that()
          .resideInAPackage("io.schemamigration.core.analysis")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.schemamigration.core.analysis.*..");

  @ArchTest
  static final ArchRule whatComparesMigrationsKnowsNoDialect =
      noClasses()
          .that()
          .resideInAPackage("io.schemamigration.core.analysis.several..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.schemamigration.core.analysis.postgresql..",
              "io.schemamigration.core.analysis.sqlite..");

  @ArchTest
  static final ArchRule onlyTheJudgesDraftJudgements =
      classes()
          .that()
          .haveSimpleName("JudgementDraft")
          .should()
          .onlyHaveDependentClassesThat()
          .resideInAnyPackage(
              "io.schemamigration.core.analysis.postgresql",
              "io.schemamigration.core.analysis.sqlite");
}
