package io.schemamigration.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        TestView.of(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: p, namespace: shop, uid: u, labels: {schemamigration.io/name: app}}
            spec: {nodeName: n, containers: [{name: c, image: x}]}
            status: {phase: Succeeded}
            """);
    var reader = new PodReader(view, resource);
    var vanished = new VanishedPods(nobodyIsAsked(), Clock.systemUTC());
    assertThat(vanished.read(resource, reader, reader.read(), List.of())).isEmpty();
  }

  /** What the status has, what the API server has, what the cache has, and who counts. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pods: [{name: p, uid: u, node: n, version: '1'}] | | | p 1
          pods: [{name: p, uid: u, node: n, version: '1'}] | app Running | | -
          pods: [{name: p, uid: u, node: n, version: '1'}] | app Succeeded | | -
          pods: [{name: p, uid: u, node: n, version: '1'}] | other Running | | -
          blockedBy: [{kind: Pod, name: p, uid: u, node: n, version: '1', why: old}] | | | p 1
          observedGeneration: 1 | | app Running | p 2
          observedGeneration: 1 | | app Succeeded | -
          observedGeneration: 1 | | other Running | -
          observedGeneration: 1 | app Running | app Running | -
          observedGeneration: 1 | | | -
          """)
  void whoIsMissed(String status, String live, String cached, String expected) {
    var resource = resource(status);
    var view = TestView.of(live == null ? new String[0] : new String[] {pod(live)});
    var lately = cached == null ? List.<Pod>of() : TestView.of(pod(cached)).pods();
    var reader = new PodReader(view, resource);
    var vanished = new VanishedPods(node -> Instant.EPOCH, Clock.systemUTC());

    var missed = vanished.read(resource, reader, reader.read(), lately);

    assertThat(
            missed.isEmpty() ? "-" : missed.getFirst().name() + " " + missed.getFirst().version())
        .isEqualTo(expected);
    assertThat(missed).allMatch(pod -> pod.missingSince() != null);
  }

  private static SchemaMigration resource(String status) {
    return new KubernetesSerialization()
        .unmarshal(
            """
            apiVersion: schemamigration.io/v1alpha1
            kind: SchemaMigration
            metadata: {name: app, namespace: shop}
            spec: {database: {url: "postgres://db/app"}, migrations: {inline: {}}}
            status: {%s}
            """
                .formatted(status),
            SchemaMigration.class);
  }

  private static String pod(String labelAndPhase) {
    var words = labelAndPhase.split(" ", -1);
    return """
    apiVersion: v1
    kind: Pod
    metadata:
      name: p
      namespace: shop
      uid: u
      labels: {schemamigration.io/name: %s}
      annotations: {schemamigration.io/version: "2"}
    spec: {nodeName: n, containers: [{name: c, image: x}]}
    status: {phase: %s}
    """
        .formatted(words[0], words[1]);
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
