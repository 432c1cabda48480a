package io.schemamigration.operator;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.fabric8.kubernetes.client.dsl.WritableOperation;
import io.schemamigration.operator.admission.GateProbe;
import java.time.InstantSource;
import java.util.Date;

@AnalyzeClasses(packages = "io.schemamigration.operator", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String WRITES =
      "(create|update|patch|delete|replace|edit|apply|serverSideApply|evict|scale|rolling|restart).*";

  private static final String[] PURE = {
    "..operator.decide..",
    "..operator.observation..",
    "..operator.resource..",
    "..operator.status.."
  };

  @ArchTest
  static final ArchRule theDecisionKnowsNoClient =
      noClasses()
          .that()
          .resideInAnyPackage("..operator.decide..", "..operator.observation..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.fabric8.kubernetes.client..", "io.javaoperatorsdk..", "org.slf4j..");

  @ArchTest
  static final ArchRule whatIsPureReadsNoClock =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .callMethodWhere(describe("a clock", ArchitectureTest::readsAClock))
          .orShould()
          .callConstructorWhere(
              describe(
                  "the present, as a date",
                  call ->
                      call.getTargetOwner().isEquivalentTo(Date.class)
                          && call.getTarget().getRawParameterTypes().isEmpty()))
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(InstantSource.class);

  /** Whatever of {@code java.time} is called {@code now}, and the clocks of the system. */
  private static boolean readsAClock(JavaMethodCall call) {
    var owner = call.getTargetOwner();
    boolean now = owner.getPackageName().startsWith("java.time") && call.getName().equals("now");
    boolean system =
        owner.isEquivalentTo(System.class) && call.getName().matches("currentTimeMillis|nanoTime");
    return now || system;
  }

  /** But for the lease, and for the dry runs that find out whether the gate is in force. */
  @ArchTest
  static final ArchRule onlyTheExecutorWrites =
      noClasses()
          .that()
          .resideOutsideOfPackage("..operator.execute..")
          .and()
          .areNotAssignableTo(Leases.class)
          .should()
          .callMethodWhere(
              describe("a write of the client", call -> writes(call) && !isDryRun(call)));

  private static boolean writes(JavaMethodCall call) {
    return call.getTargetOwner().getPackageName().startsWith("io.fabric8.kubernetes.client.dsl")
        && call.getName().matches(WRITES);
  }

  /** {@code dryRun()} gives back a {@code WritableOperation}, which the client has nowhere else. */
  private static boolean isDryRun(JavaMethodCall call) {
    return call.getOriginOwner().isEquivalentTo(GateProbe.class)
        && call.getTargetOwner().isEquivalentTo(WritableOperation.class);
  }

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
