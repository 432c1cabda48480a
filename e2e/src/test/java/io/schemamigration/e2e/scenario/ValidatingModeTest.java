package io.schemamigration.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.e2e.app.App;
import io.schemamigration.e2e.app.PodWatch;
import io.schemamigration.e2e.app.Workload;
import io.schemamigration.e2e.cluster.Cluster;
import io.schemamigration.e2e.cluster.ClusterExtension;
import io.schemamigration.e2e.cluster.Command;
import io.schemamigration.e2e.cluster.OperatorUse;
import io.schemamigration.e2e.cluster.PostgresFixture;
import io.schemamigration.e2e.cluster.Repository;
import io.schemamigration.e2e.cluster.UsesOperator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gate of a cluster without mutating policies, as a chart for Kubernetes 1.30 installs it. */
@UsesOperator(OperatorUse.EXCLUSIVE)
@ExtendWith(ClusterExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class ValidatingModeTest {
  private static final String GRACE = "      terminationGracePeriodSeconds: 60\n";
  private static final String FROM_THE_POD =
      """
            initContainers:
            - name: schema-verify
              image: IMAGE
              command: [migrate, verify]
              args: [--version, $(SCHEMA_VERSION), --owner, "*/$(SCHEMA_NAMESPACE)/$(SCHEMA_NAME)", --url-file,
                /credentials/url, --user-file, /credentials/user, --password-file, /credentials/password]
              env:
              - {name: SCHEMA_VERSION, valueFrom: {fieldRef: {fieldPath: "metadata.annotations['schemamigration.io/version']"}}}
              - {name: SCHEMA_NAMESPACE, valueFrom: {fieldRef: {fieldPath: metadata.namespace}}}
              - {name: SCHEMA_NAME, valueFrom: {fieldRef: {fieldPath: "metadata.labels['schemamigration.io/name']"}}}
              securityContext: {runAsUser: 65532}
              volumeMounts: [{name: credentials, mountPath: /credentials}]
            volumes: [{name: credentials, secret: {secretName: database, defaultMode: 0444}}]
      """
          .replace("IMAGE", Repository.runnerImage());

  private final Cluster cluster;
  private final PostgresFixture postgres;
  private App app;

  ValidatingModeTest(Cluster cluster, PostgresFixture postgres) {
    this.cluster = cluster;
    this.postgres = postgres;
  }

  @BeforeAll
  void validating() {
    cluster.operator().upgrade("gate.mode=validating");
  }

  @AfterAll
  void asItWas() {
    cluster.operator().upgrade("gate.mode=auto");
  }

  @BeforeEach
  void ready() {
    app = App.ready(cluster, postgres.createDatabase());
  }

  @AfterEach
  void end() {
    app.close();
  }

  @Test
  void releaseIsPausedByTheOperatorAndItsContractMigrationIsApplied(TestReporter reporter) {
    release("1");
    app.awaitRollout(Workload.deployment("1"));
    try (var watch = new PodWatch(app.client(), app.namespace())) {
      App.eventually(() -> assertThat(watch.moments()).hasSizeGreaterThanOrEqualTo(2));
      var applied = Instant.now();
      release("2");
      app.awaits(() -> assertThat(app.held()).isTrue());
      reporter.publishEntry(
          "from apply to paused", Duration.between(applied, Instant.now()).toMillis() + " ms");
      var before = watch.moments().stream().skip(2).toList();
      assertThat(before)
          .allSatisfy(pods -> {
            assertThat(serving(pods, "1")).as("old pods serve").isEqualTo(2);
            assertThat(serving(pods, "2")).as("new pods before the migration").isZero();
          });
    }
    app.addCounting(2, "expand");
    app.publish();
    app.awaitRollout(Workload.deployment("2"));
    app.addCounting(3, "contract");
    app.publish();
    release("3");
    app.awaitReady("3");

    app.awaitRollout(Workload.deployment("3"));
    assertThat(app.counter()).isEqualTo(2);
    assertThat(refused(manifest("2"))).contains("schema version 2 is older than the minimum 3");
  }

  @Test
  void operatorResumesWhatGoesBackAndLeavesThePauseOfTheUser() {
    release("1");
    app.awaitRollout(Workload.deployment("1"));
    release("2");
    app.awaits(() -> assertThat(app.held()).isTrue());
    release("1");
    app.awaits(() -> assertThat(hold()).isEqualTo(" false"));

    app.kubectl("rollout", "pause", "deployment/app").run();
    release("2");
    app.awaits(() -> assertThat(hold()).isEqualTo("paused-before true"));
    release("1");
    app.awaits(() -> assertThat(hold()).isEqualTo(" true"));
  }

  @Test
  void whoResumesAHeldDeploymentStartsNothing() {
    release("1");
    app.awaitRollout(Workload.deployment("1"));
    release("2");
    app.awaits(() -> assertThat(app.held()).isTrue());
    app.kubectl("rollout", "resume", "deployment/app").run();

    app.awaits(() -> assertThat(app.held()).isTrue());
    assertThat(serving(app.pods("app"), "2")).isZero();
    assertThat(serving(app.pods("app"), "1")).isEqualTo(2);
  }

  @Test
  void onlyTheOperatorWritesItsAnnotations() {
    release("1");
    app.awaits(() -> assertThat(annotation(Names.ANNOTATION_MAXIMUM)).isEqualTo("1"));

    for (var forged : List.of("maximum-version=9", "minimum-version=", "held=true")) {
      assertThat(
              failure(
                  app.kubectl(
                      "annotate", "--overwrite", "deployment/app", "schemamigration.io/" + forged)))
          .contains("only the operator writes the annotations");
    }
    app.kubectl("replace", "-f", "-").reading(manifest("1")).run();
    app.awaits(() -> assertThat(annotation(Names.ANNOTATION_MAXIMUM)).isEqualTo("1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Deployment", "StatefulSet"})
  void workloadWithoutSchemaVerifyIsRefusedWithTheContainerToAdd(String kind) {
    var workload = new Workload(kind, "app", "1", 1, 0).manifest();

    assertThat(refused(workload))
        .contains("but not the init container schema-verify")
        .contains(
            "args: [--version, \"1\", --owner, \"*/"
                + app.namespace()
                + "/app\", --url-file,"
                + " /schema-migration/credentials/url, --user-file,"
                + " /schema-migration/credentials/user, --password-file,"
                + " /schema-migration/credentials/password]}");
  }

  @Test
  void podWithoutSchemaVerifyIsRefused() {
    assertThat(
            refused(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: p, labels: {schemamigration.io/name: app}, annotations: {schemamigration.io/version: "1"}}
                spec: {containers: [{name: c, image: localhost/none}]}
                """))
        .contains("schema-verify is missing. Add it to the pod template, after sidecars: {name:");
  }

  @Test
  void withoutItsSchemaMigrationTheRefusalOfItsPodsIsForetold() {
    var other = Workload.deployment("1").manifest().replace("/name: app", "/name: other");

    var result = app.kubectl("create", "--dry-run=server", "-f", "-").reading(other).tryToRun();

    assertThat(result.exitCode()).as(result.errors()).isZero();
    assertThat(result.errors()).contains("Warning:", "its pods will be refused");
  }

  /** What stands in the manifest, and what stands there instead. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --version, $(SCHEMA_VERSION)  | --version, "2"
          --version, $(SCHEMA_VERSION)  | --version, $(OTHER)
          */$(SCHEMA_NAMESPACE)/        | */other/
          /$(SCHEMA_NAME)               | /other
          annotations['schemamigration.io/version | annotations['other
          fieldPath: metadata.namespace | fieldPath: metadata.name
          labels['schemamigration.io/name | labels['app
          SCHEMA_VERSION, valueFrom: {fieldRef: {fieldPath: "metadata.annotations['schemamigration.io/version']"}}} | SCHEMA_VERSION, value: "1"}
          [migrate, verify]             | [migrate, --help]
          localhost/migrate             | localhost/other
          """)
  void schemaVerifyOfOtherPodsIsRefused(String right, String wrong) {
    assertThat(manifest("1")).contains(right);
    assertThat(refused(manifest("1").replace(right, wrong))).contains("does not verify");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          $(SCHEMA_VERSION) | "1"
          */$(SCHEMA_NAMESPACE)/$(SCHEMA_NAME) | */NAMESPACE/app
          """)
  void whatIsWrittenOutIsAsGoodAsWhatIsReadFromThePod(String read, String written) {
    app.kubectl("create", "--dry-run=server", "-f", "-")
        .reading(manifest("1").replace(read, written.replace("NAMESPACE", app.namespace())))
        .run();
  }

  // -----------------------------------------------------------------------------------------------

  private void release(String version) {
    app.apply(manifest(version));
  }

  private static String manifest(String version) {
    return Workload.deployment(version)
        .manifest()
        .replace("RollingUpdate}", "RollingUpdate, rollingUpdate: {maxUnavailable: 0}}")
        .replace(GRACE, GRACE + FROM_THE_POD);
  }

  /** The annotation {@code held} and {@code spec.paused}. */
  private String hold() {
    var deployment =
        app.client().apps().deployments().inNamespace(app.namespace()).withName("app").require();
    return annotation(Names.ANNOTATION_HELD)
        + " "
        + Boolean.TRUE.equals(deployment.getSpec().getPaused());
  }

  private String annotation(String name) {
    var path = "jsonpath={.metadata.annotations." + name.replace(".", "\\.") + "}";
    return app.kubectl("get", "deployment/app", "-o", path).run();
  }

  private String refused(String manifest) {
    return failure(app.kubectl("create", "--dry-run=server", "-f", "-").reading(manifest));
  }

  private static String failure(Command command) {
    var result = command.tryToRun();
    assertThat(result.exitCode()).as(result.output()).isNotZero();
    return result.errors();
  }

  private static long serving(List<Pod> pods, String version) {
    return pods.stream().filter(pod -> App.version(pod).equals(version) && App.ready(pod)).count();
  }
}
