package io.schemamigration.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import java.lang.reflect.Proxy;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class VanishedPodsTest {
  @Test
  void aPodWhosePhaseIsFinalHasEndedCleanly() {
    assertThat(clean("nodeName: n", "{phase: Failed}")).isTrue();
    assertThat(clean("nodeName: n", "{phase: Succeeded}")).isTrue();
  }

  @Test
  void aPodWhoseContainersAreReportedTerminatedHasEndedCleanly() {
    assertThat(
            clean(
                "nodeName: n",
                "{phase: Running, containerStatuses: [{name: c, state: {terminated: {exitCode: 0}}}]}"))
        .isTrue();
  }

  @Test
  void aPodThatTheGarbageCollectorFailedOnALostNodeMayStillRun() {
    assertThat(
            clean(
                "nodeName: n",
                "{phase: Failed, containerStatuses: [{name: c, state: {running: {}}}]}"))
        .isFalse();
  }

  @Test
  void aPodThatNeverReachedANodeHasStartedNothing() {
    assertThat(clean("hostname: h", "{phase: Pending}")).isTrue();
  }

  @Test
  void aForceDeletedPodMayStillRun() {
    assertThat(
            clean(
                "nodeName: n",
                "{phase: Running, containerStatuses: [{name: c, state: {running: {}}}]}"))
        .isFalse();
    assertThat(clean("nodeName: n", "{phase: Running}")).isFalse();
    assertThat(
            clean(
                "nodeName: n",
                "{phase: Running, containerStatuses: [{name: c, state: {terminated: {exitCode: 0}}}, {name: d, state: {running: {}}}]}"))
        .isFalse();
  }

  @Test
  void aPodThatIsThereStillAndHasEndedHasNotVanished() {
    var resource =
        new KubernetesSerialization()
            .unmarshal(
                """
                apiVersion: schemamigration.io/v1alpha1
                kind: SchemaMigration
                metadata: {name: app, namespace: shop}
                spec: {database: {url: "postgres://db/app"}, migrations: {inline: {}}}
                status: {blockedBy: [{kind: Pod, name: p, uid: u, node: n, version: "1", why: old}]}
                """,
                SchemaMigration.class);
    var view =
        new TestView(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: p, namespace: shop, uid: u, labels: {schemamigration.io/name: app}}
            spec: {nodeName: n, containers: [{name: c, image: x}]}
            status: {phase: Succeeded}
            """);
    var reader = new PodReader(view, resource);
    var vanished = new VanishedPods(nobodyIsAsked(), Clock.systemUTC());
    assertThat(vanished.read(resource, reader, reader.read())).isEmpty();
  }

  private static KubernetesClient nobodyIsAsked() {
    return (KubernetesClient)
        Proxy.newProxyInstance(
            KubernetesClient.class.getClassLoader(),
            new Class<?>[] {KubernetesClient.class},
            (proxy, method, arguments) -> {
              throw new AssertionError("asks the cluster for " + method.getName());
            });
  }

  private static boolean clean(String spec, String status) {
    var pod =
        new KubernetesSerialization()
            .unmarshal(
                "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c}], "
                    + spec
                    + "}\nstatus: "
                    + status,
                Pod.class);
    return VanishedPods.endedCleanly(pod);
  }
}
