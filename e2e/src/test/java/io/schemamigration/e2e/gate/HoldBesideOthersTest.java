package io.schemamigration.e2e.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.schemamigration.e2e.cluster.Cluster;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The API server calls mutating policies in any order, and another one whenever one was edited. A
 * platform's policy that writes the version into templates may come after ours.
 */
class HoldBesideOthersTest extends GateTest {
  private static final int ORDERS = 8;
  private static final String WRITES_VERSION =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingAdmissionPolicy
      metadata: {name: NAME}
      spec:
        failurePolicy: Fail
        reinvocationPolicy: Never
        matchConstraints:
          namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: NAME}}
          resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments]}]
        matchConditions: [{name: m, expression: "'needs' in object.metadata.?labels.orValue({})"}]
        mutations:
        - patchType: ApplyConfiguration
          applyConfiguration:
            expression: >-
              Object{spec: Object.spec{template: Object.spec.template{metadata: Object.spec.template.metadata{
                annotations: {'schemamigration.io/version': object.metadata.labels['needs']}}}}}
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingAdmissionPolicyBinding
      metadata: {name: NAME}
      spec: {policyName: NAME}
      """;

  HoldBesideOthersTest(Cluster cluster) {
    super(cluster);
  }

  @AfterEach
  void removePolicy() {
    kubectl(
            "delete",
            "mutatingadmissionpolicybinding,mutatingadmissionpolicy",
            namespace(),
            "--ignore-not-found")
        .run();
  }

  @Test
  void versionThatAnotherPolicyWritesIsHeldOrReleasedInAnyOrder() {
    apply(Manifests.deployment("5"));
    tell("deployment/app", "5", "0");
    apply(WRITES_VERSION.replace("NAME", namespace()));
    for (int i = 0; i < ORDERS; i++) {
      kubectl("label", "--overwrite", "mutatingadmissionpolicy", namespace(), "touched=t" + i)
          .run();
      await()
          .pollDelay(Duration.ofMillis(300))
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(version(patched("6", false))).isEqualTo("6"));

      assertHeld(patched("6", false), "true");
      assertHeld(patched("6", true), "paused-before");
      var fits = patched("4", false);
      assertThat(fits.at("/spec/paused").asBoolean()).isFalse();
      assertThat(fits.at("/metadata/annotations").has(HELD)).isFalse();
    }
    // of one that is above by itself, and that the other policy brings within the window
    apply(Manifests.deployment("9"));
    for (int i = 0; i < ORDERS; i++) {
      kubectl("label", "--overwrite", "mutatingadmissionpolicy", namespace(), "touched=u" + i)
          .run();
      var fits = patched("5", true);
      assertThat(version(fits)).isEqualTo("5");
      assertThat(fits.at("/spec/paused").asBoolean()).isFalse();
      assertThat(fits.at("/metadata/annotations").has(HELD)).isFalse();
    }
  }

  private static void assertHeld(JsonNode deployment, String held) {
    assertThat(deployment.at("/spec/paused").asBoolean()).isTrue();
    assertThat(deployment.at("/metadata/annotations").path(HELD).asText()).isEqualTo(held);
  }

  private static String version(JsonNode deployment) {
    return deployment.at("/spec/template/metadata/annotations").path(VERSION).asText();
  }

  /** What would be stored of a change that brings the label of the other policy. */
  private JsonNode patched(String needs, boolean paused) {
    return dryRun(
        "deployment/app",
        "{\"metadata\":{\"labels\":{\"needs\":\"%s\"}},\"spec\":{\"paused\":%s}}"
            .formatted(needs, paused));
  }
}
