package io.schemamigration.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class SharedStringsTest {
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: web-%d, namespace: shop-of-many-pods, labels: {app: web, version: 7}}
      spec: {nodeName: node-1, containers: [{name: web, args: [serve, "--name", web]}]}
      status: {phase: Running}
      """;

  private final KubernetesSerialization shared = SharedStrings.serialization();

  private Pod pod(int number) {
    return shared.unmarshal(POD.formatted(number), Pod.class);
  }

  @Test
  void whatTwoObjectsHaveInCommonIsHeldOnce() {
    var one = pod(1);
    var other = pod(2);
    assertThat(other.getMetadata().getNamespace()).isSameAs(one.getMetadata().getNamespace());
    assertThat(other.getMetadata().getLabels().get("app"))
        .isSameAs(one.getMetadata().getLabels().get("app"));
    assertThat(other.getStatus().getPhase()).isSameAs(one.getStatus().getPhase());
    assertThat(other.getSpec().getContainers().getFirst().getArgs().getLast())
        .isSameAs(one.getSpec().getContainers().getFirst().getName());
  }

  @Test
  void objectsAreReadAsWithoutIt() {
    var plain = new KubernetesSerialization();
    assertThat(pod(1)).isEqualTo(plain.unmarshal(POD.formatted(1), Pod.class));
    var map = "apiVersion: v1\nkind: ConfigMap\ndata: {a: null, b: 1, c: '', d: true}";
    assertThat(shared.unmarshal(map, ConfigMap.class))
        .isEqualTo(plain.unmarshal(map, ConfigMap.class));
  }

  /** More texts than there are places. */
  @Test
  void noTextIsTakenForAnother() {
    var strings = new SharedStrings();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 20_000; i++) {
        assertThat(strings.share("text " + i)).isEqualTo("text " + i);
      }
    }
  }
}
