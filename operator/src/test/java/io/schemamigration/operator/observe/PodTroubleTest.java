package io.schemamigration.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A step whose pod can't start says which container is to blame. */
class PodTroubleTest {
  /** No pod is old enough for its Events to be read. */
  private static final KubernetesClient NOBODY =
      (KubernetesClient)
          Proxy.newProxyInstance(
              PodTroubleTest.class.getClassLoader(),
              new Class<?>[] {KubernetesClient.class},
              (proxy, method, arguments) -> {
                throw new AssertionError("asked the API server: " + method.getName());
              });

  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "running: {}, 'waiting: {reason: PodInitializing}', ",
    "running: {}, 'waiting: {reason: ImagePullBackOff, message: m}', migrate",
    "running: {}, running: {}, ",
    "'waiting: {reason: ImagePullBackOff, message: m}', 'waiting: {reason: PodInitializing}', proxy",
    "'waiting: {reason: CrashLoopBackOff, message: m}', 'waiting: {reason: PodInitializing}', proxy",
    "'waiting: {reason: CrashLoopBackOff, message: m}', running: {}, proxy"
  })
  void theContainerThatDoesNotStartIsNamed(String proxy, String runner, @Nullable String blamed) {
    var pod =
        Serialization.unmarshal(
            """
            metadata:
              {name: p, namespace: shop, creationTimestamp: "%s", labels: {schemamigration.io/step: expand}}
            spec: {nodeName: n}
            status:
              initContainerStatuses: [{name: proxy, state: {%s}}]
              containerStatuses: [{name: migrate, state: {%s}}]
            """
                .formatted(CREATED, proxy, runner),
            Pod.class);
    Slim.down(pod);
    var trouble =
        new PodTrouble(NOBODY, Clock.fixed(CREATED, ZoneOffset.UTC)).of(new Job(), List.of(pod));
    if (blamed == null) {
      assertThat(trouble).isNull();
    } else {
      assertThat(trouble.message())
          .startsWith("container " + blamed + " of pod p can't start: ")
          .endsWith("BackOff: m");
    }
  }
}
