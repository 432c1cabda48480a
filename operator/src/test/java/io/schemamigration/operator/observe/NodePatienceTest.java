package io.schemamigration.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EventListBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.V1APIGroupDSL;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodePatienceTest {
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

  /** A pod without a node, some seconds after it was created. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1    | 0/1 nodes are available: 1 Too many pods.                    | none
          3    | 0/1 nodes are available: 1 Too many pods.                    | Applying it waits for a node: Pod p: 0/1 nodes are available: 1 Too many pods.
          599  | 0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. | Applying it waits for a node: Pod p: 0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.
          601  | 0/1 nodes are available: 1 Too many pods.                    | RunnerFailed Pod p: 0/1 nodes are available: 1 Too many pods.
          3    | persistentvolumeclaim "data" not found                       | RunnerFailed Pod p: persistentvolumeclaim "data" not found
          """)
  void aNodeMayComeForTenMinutes(int seconds, String event, String found) {
    var clock = Clock.fixed(CREATED.plusSeconds(seconds), ZoneOffset.UTC);
    var job =
        new JobBuilder().withNewMetadata().withCreationTimestamp(CREATED.toString()).endMetadata();
    var trouble = new PodTrouble(saying(event), clock).of(job.build(), List.of(pod()));
    assertThat(trouble == null ? "none" : trouble.reason().text() + " " + trouble.message())
        .isEqualTo(found);
  }

  private static Pod pod() {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName("p")
        .withUid("u")
        .withCreationTimestamp(CREATED.toString())
        .endMetadata()
        .withNewSpec()
        .endSpec()
        .build();
  }

  /** A client that knows one Event, whatever it is asked for. */
  private static KubernetesClient saying(String message) {
    var events =
        new EventListBuilder()
            .addNewItem()
            .withReason("FailedScheduling")
            .withMessage(message)
            .withNewInvolvedObject()
            .withKind("Pod")
            .withName("p")
            .endInvolvedObject()
            .endItem()
            .build();
    var answers =
        proxy(
            (self, method, arguments) -> method.getName().equals("list") ? events : self,
            V1APIGroupDSL.class,
            MixedOperation.class);
    return (KubernetesClient) proxy((self, method, arguments) -> answers, KubernetesClient.class);
  }

  private static Object proxy(InvocationHandler handler, Class<?>... kinds) {
    return Proxy.newProxyInstance(NodePatienceTest.class.getClassLoader(), kinds, handler);
  }
}
