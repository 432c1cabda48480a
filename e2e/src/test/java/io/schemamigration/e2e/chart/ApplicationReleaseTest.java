package io.schemamigration.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemamigration.e2e.cluster.Cluster;
import io.schemamigration.e2e.cluster.ClusterExtension;
import io.schemamigration.e2e.cluster.Command;
import io.schemamigration.e2e.cluster.Repository;
import io.schemamigration.e2e.cluster.TestNamespace;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The application's chart with real Helm, beside the operator: the hook expands first. */
@ExtendWith(ClusterExtension.class)
class ApplicationReleaseTest {
  private static final Duration SOON = Duration.ofMinutes(2);

  /** A volume of the node: not every test cluster has a StorageClass. */
  private static final String VOLUME =
      """
      apiVersion: v1
      kind: PersistentVolume
      metadata: {name: NAME}
      spec:
        capacity: {storage: 1Gi}
        accessModes: [ReadWriteOnce]
        storageClassName: NAME
        local: {path: /var/local/NAME}
        nodeAffinity:
          required:
            nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/hostname, operator: Exists}]}]
      ---
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: data}
      spec:
        storageClassName: NAME
        accessModes: [ReadWriteOnce]
        resources: {requests: {storage: 1Gi}}
      """;

  private static final String VALUES =
      """
      database: {sqlite: {claimName: data, path: app.db}}
      migrations:
        files:
          001_counter.sql: |
            CREATE TABLE counter (n integer NOT NULL);
            INSERT INTO counter (n) VALUES (0);
      """;

  private static final String COUNT =
      """
          002_count.sql: |
            -- phase: expand
            CREATE TABLE email (address text);
            UPDATE TABLE SET n = n + 1;
      """;

  /** Old code that serves: the runner itself, which waits for a version that never comes. */
  private static final String SERVER =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: server}
      spec:
        selector: {matchLabels: {app: server}}
        template:
          metadata:
            labels: {app: server, schemamigration.io/name: app}
            annotations: {schemamigration.io/version: "1"}
          spec:
            terminationGracePeriodSeconds: 0
            securityContext: {runAsUser: 65532, fsGroup: 65532}
            containers:
            - name: server
              image: IMAGE
              imagePullPolicy: IfNotPresent
              command: [migrate, verify, --version, "99", --timeout, 30m, --owner, "*/NAME/app"]
              args: [--url, "sqlite:/data/app.db"]
              volumeMounts: [{name: data, mountPath: /data}]
            volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
      """;

  private final Cluster cluster;
  private final TestNamespace namespace;

  ApplicationReleaseTest(Cluster cluster) {
    this.cluster = cluster;
    this.namespace = cluster.namespace();
  }

  @BeforeEach
  void volume() {
    cluster.operator();
    cluster.node("mkdir", "-p", "-m", "777", "/var/local/" + namespace.name()).run();
    namespace.apply(VOLUME.replace("NAME", namespace.name()));
  }

  @AfterEach
  void end() {
    namespace.close();
    cluster.kubectl("delete", "persistentvolume", namespace.name(), "--wait=false").run();
  }

  @Test
  void failedHookFailsTheUpgradeWithTheReasonWhileTheOldReleaseServes() {
    upgrade(VALUES).run();
    untilApplied("1");
    namespace.apply(
        SERVER.replace("IMAGE", Repository.runnerImage()).replace("NAME", namespace.name()));
    namespace.kubectl("rollout", "status", "deployment/server", "--timeout=2m").run();
    var pod = namespace.kubectl("get", "pods", "-l", "app=server", "-o", "name").run();

    var broken = upgrade(VALUES + COUNT.replace("TABLE SET", "no_such_table SET")).tryToRun();

    assertThat(broken.exitCode()).isNotZero();
    assertThat(broken.output() + broken.errors())
        .contains("002_count.sql:3")
        .contains("no such table: no_such_table");
    assertThat(namespace.kubectl("get", "configmap", "app-migrations", "-o", "yaml").run())
        .as("nothing of the release was changed")
        .doesNotContain("002_count.sql");
    assertThat(status("{.status.window.maximum}")).isEqualTo("1");
    assertThat(namespace.kubectl("get", "pods", "-l", "app=server", "-o", "name").run())
        .isEqualTo(pod);

    upgrade(VALUES + COUNT.replace("TABLE SET", "counter SET")).run();
    untilApplied("2");
    assertThat(status("{.status.step.outcome}"))
        .as("the hook had applied it; the operator only read the window")
        .isEqualTo("nothing_to_do");
  }

  private Command upgrade(String values) {
    return cluster
        .helm(
            "upgrade",
            "--install",
            "app",
            Repository.path("helm/schema-migration"),
            "--namespace",
            namespace.name(),
            "-f",
            "-")
        .reading(values);
  }

  private void untilApplied(String version) {
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(
                    status(
                        "{.status.window.maximum} {.status.conditions[?(@.type=='Ready')].reason}"))
                .isEqualTo(version + " Applied"));
  }

  private String status(String jsonPath) {
    return namespace.kubectl("get", "schemamigration", "app", "-o", "jsonpath=" + jsonPath).run();
  }
}
