package io.schemamigration.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.schemamigration.operator", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule theDecisionKnowsNoClientAndNoClock =
      noClasses()
          .that()
          .resideInAnyPackage("..operator.decide..", "..operator.observation..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.fabric8.kubernetes.client..", "io.javaoperatorsdk..", "org.slf4j..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.time.Clock");

  @ArchTest
  static final ArchRule onlyTheExecutorWrites =
      noClasses()
          .that()
          .resideOutsideOfPackages("..operator.execute..", "..operator.admission..")
          .and()
          .doNotHaveSimpleName("Leases")
          .should()
          .callMethodWhere(
              com.tngtech.archunit.base.DescribedPredicate.describe(
                  "a write of the client",
                  call ->
                      call.getTargetOwner()
                              .getPackageName()
                              .startsWith("io.fabric8.kubernetes.client")
                          && call.getName()
                              .matches(
                                  "create|update|patch|delete|replace|updateStatus|patchStatus|serverSideApply|edit")));

  @ArchTest
  static final ArchRule theOperatorOpensNoDatabase =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.postgresql..", "org.sqlite..", "..core.sql..");

  @ArchTest
  static final ArchRule buildersAndConditionsArePure =
      noClasses()
          .that()
          .resideInAnyPackage("..operator.resource..", "..operator.status..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8.kubernetes.client..", "io.javaoperatorsdk..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.schemamigration.operator.(*)..").should().beFreeOfCycles();
}
