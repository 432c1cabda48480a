package io.schemamigration.core;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

@AnalyzeClasses(packages = "io.schemamigration.core", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
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

  /** Serializable comes with every exception; the grammar is a file of the library itself. */
  @ArchTest
  static final ArchRule coreOpensNoStream =
      noClasses()
          .that()
          .doNotHaveSimpleName("PostgresGrammar")
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

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.schemamigration.core.(*)..").should().beFreeOfCycles();
}
