package io.schemamigration.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.CountedPod;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodReaderTest {
  private static final String RESOURCE =
      """
      apiVersion: schemamigration.io/v1alpha1
      kind: SchemaMigration
      metadata: {name: app, namespace: shop}
      spec:
        database:
          urlFrom: {secretKeyRef: {name: db, key: url}}
        migrations: {configMaps: [{name: m}]}
      """;

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: shop}
      spec:
        selector: {matchLabels: {app: web}, matchExpressions: [{key: tier, operator: NotIn, values: [test]}]}
        template:
          metadata: {labels: {app: web, schemamigration.io/name: app}, annotations: {schemamigration.io/version: "2"}}
          spec: {containers: [{name: c, image: x}]}
      """;

  @Test
  void aPodWithTheLabelCountsWithTheVersionItSays() {
    assertThat(
            read(pod("{schemamigration.io/name: app}", "{schemamigration.io/version: \"2\"}", "")))
        .singleElement()
        .satisfies(p -> assertThat(p.version()).isEqualTo(Version.of("2")));
  }

  @Test
  void aPodFromBeforeTheLabelCountsThroughTheSelectorAsOlderThanEverything() {
    assertThat(read(DEPLOYMENT, pod("{app: web}", "{}", "")))
        .singleElement()
        .satisfies(p -> assertThat(p.version()).isEqualTo(Version.NONE));
  }

  @Test
  void aSelectorsExpressionsCountToo() {
    assertThat(read(DEPLOYMENT, pod("{app: web, tier: test}", "{}", ""))).isEmpty();
  }

  @Test
  void aPodThatMountsTheSecretCounts() {
    assertThat(read(pod("{}", "{}", "volumes: [{name: v, secret: {secretName: db}}]"))).hasSize(1);
    assertThat(
            read(
                pod(
                    "{}",
                    "{}",
                    "volumes: [{name: v, projected: {sources: [{secret: {name: db}}]}}]")))
        .hasSize(1);
  }

  @Test
  void aPodThatHasTheSecretInItsEnvironmentCounts() {
    var one =
        "initContainers: [{name: i, image: x, env: [{name: A, valueFrom: {secretKeyRef: {name: db, key: url}}}]}]";
    assertThat(read(pod("{}", "{}", one))).hasSize(1);
    assertThat(
            read(
                pod(
                    "{}",
                    "{}",
                    "initContainers: [{name: i, image: x, envFrom: [{secretRef: {name: db}}]}]")))
        .hasSize(1);
  }

  @Test
  void aPodWithAReasonToBeIgnoredDoesNotCountUnlessItIsLabelled() {
    var mounts = "volumes: [{name: v, secret: {secretName: db}}]";
    var ignore = "{schemamigration.io/ignore-reason: the database server itself}";
    assertThat(read(pod("{}", ignore, mounts))).isEmpty();
    assertThat(read(pod("{schemamigration.io/name: app}", ignore, mounts))).hasSize(1);
  }

  @Test
  void aStepsOwnPodDoesNotCount() {
    assertThat(
            read(
                pod(
                    "{schemamigration.io/step: expand}",
                    "{}",
                    "volumes: [{name: v, secret: {secretName: db}}]")))
        .isEmpty();
  }

  @Test
  void anyOtherPodDoesNotCount() {
    assertThat(
            read(
                DEPLOYMENT,
                pod("{app: other}", "{}", "volumes: [{name: v, secret: {secretName: other}}]")))
        .isEmpty();
  }

  @Test
  void aPodThatHasEndedDoesNotCount() {
    var ended = pod("{schemamigration.io/name: app}", "{}", "") + "status: {phase: Succeeded}\n";
    assertThat(read(ended)).isEmpty();
  }

  @Test
  void aTerminatingPodCounts() {
    var terminating =
        pod("{schemamigration.io/name: app}", "{}", "")
            .replace("name: p,", "name: p, deletionTimestamp: \"2026-01-01T00:00:00Z\",");
    assertThat(read(terminating))
        .singleElement()
        .satisfies(p -> assertThat(p.terminating()).isTrue());
  }

  private static List<CountedPod> read(String... manifests) {
    return new PodReader(
            TestView.of(manifests), Serialization.unmarshal(RESOURCE, SchemaMigration.class))
        .read();
  }

  private static String pod(String labels, String annotations, String spec) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: p, namespace: shop, uid: u, labels: %s, annotations: %s}
    spec:
      nodeName: node
      containers: [{name: c, image: x}]
      %s
    """
        .formatted(labels, annotations, spec);
  }
}
