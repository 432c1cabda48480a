package io.schemamigration.e2e.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemamigration.e2e.cluster.Cluster;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InUsePolicyTest extends GateTest {
  InUsePolicyTest(Cluster cluster) {
    super(cluster);
  }

  @Test
  void schemaMigrationThatGatesWorkloadsIsNotDeleted() {
    status("{\"inUse\":[\"Deployment/app\",\"StatefulSet/worker\"]}");

    assertRefused(kubectl("delete", "schemamigration", "app"))
        .contains("still gates Deployment/app, StatefulSet/worker")
        .contains("remove the label schemamigration.io/name from their pod templates first");
    assertRefused(kubectl("delete", "--raw", collection())).contains("still gates");
    assertThat(kubectl("get", "schemamigrations", "-o", "name").run()).contains("/app");
  }

  @Test
  void schemaMigrationThatGatesNothingIsDeleted() {
    status("{\"inUse\":[]}");
    kubectl("delete", "schemamigration", "app").run();

    assertThat(kubectl("get", "schemamigrations", "-o", "name").run()).isEmpty();
  }

  @Test
  void namespaceIsDeletedWithASchemaMigrationInUse() {
    status("{\"inUse\":[\"Deployment/app\"]}");
    kubectl("delete", "namespace", namespace(), "--wait=false").run();

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() ->
            assertThat(kubectl("get", "namespace", namespace(), "-o", "name").tryToRun())
                .satisfies(result -> assertThat(result.errors()).contains("not found")));
  }

  @Test
  void onlyTheOperatorWritesTheStatusThatPoliciesRelyOn() {
    assertRefused(
            kubectl(
                "patch",
                "schemamigration",
                "app",
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"window\":{\"minimum\":\"0\",\"maximum\":\"99\"}}}"))
        .contains("only the operator may write the status");
  }

  private String collection() {
    return "/apis/schemamigration.io/v1alpha1/namespaces/" + namespace() + "/schemamigrations";
  }
}
