package io.schemamigration.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.schemamigration.e2e.cluster.Command;
import io.schemamigration.e2e.cluster.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class OperatorChartTest {
  private static final String CHART = "schema-migration-operator";
  private static final String POLICIES = "admissionregistration.k8s.io/v1/MutatingAdmissionPolicy";

  @Test
  void isWithoutFindingsOfHelmLint() {
    assertThat(Command.tool("helm", "lint", "--strict", Repository.path("helm/" + CHART)).run())
        .contains("0 chart(s) failed");
  }

  @Test
  void refusesAClusterWithoutMutatingAdmissionPolicy() {
    assertThat(Rendered.refusal(CHART))
        .contains("has no\nMutatingAdmissionPolicy")
        .contains("nothing was installed")
        .contains("Kubernetes 1.36 and newer has it");
  }

  @Test
  void shipsTheGeneratedCrdAndKeepsItOnUninstall() throws IOException {
    var generated =
        Serialization.unmarshal(
            Files.readString(Repository.path("crds/schemamigrations.schemamigration.io-v1.yml")),
            JsonNode.class);
    var shipped =
        Rendered.operator().one("CustomResourceDefinition", "schemamigrations.schemamigration.io");

    assertThat(shipped.at("/metadata/annotations").get("helm.sh/resource-policy").asText())
        .isEqualTo("keep");
    ((ObjectNode) shipped).set("metadata", generated.get("metadata"));
    assertThat(shipped)
        .as("helm/%s/files is a copy of crds/: copy the generated file again", CHART)
        .isEqualTo(generated);
  }

  @Test
  void leavesTheCrdOutOnRequest() {
    assertThat(Rendered.operator("--set", "crd.install=false").of("CustomResourceDefinition"))
        .isEmpty();
  }

  @Test
  void theOperatorMayDoNothingWithSecretsAndHasNoWildcards() {
    var rules =
        Rendered.operator().objects().stream()
            .filter(node -> List.of("ClusterRole", "Role").contains(node.get("kind").asText()))
            .flatMap(node -> StreamSupport.stream(node.get("rules").spliterator(), false))
            .toList();

    assertThat(rules).hasSizeGreaterThan(10);
    assertThat(rules)
        .allSatisfy(rule -> {
          assertThat(Rendered.texts(rule.get("resources")))
              .doesNotContain("*", "secrets", "pods/exec", "serviceaccounts/token");
          assertThat(Rendered.texts(rule.get("verbs")))
              .doesNotContain("*", "impersonate", "escalate", "bind");
          assertThat(Rendered.texts(rule.get("apiGroups"))).doesNotContain("*");
        });
  }

  @Test
  void onlyTheOperatorWritesTheStatusThatPoliciesRelyOn() {
    var edit = Rendered.operator().one("ClusterRole", "schemamigrations-edit");

    assertThat(Rendered.texts(edit.at("/rules/0/resources"))).containsExactly("schemamigrations");
  }

  @Test
  void theOperatorsPodIsRestricted() {
    var pod = Rendered.operator().one("Deployment", CHART).at("/spec/template/spec");
    var container = pod.at("/containers/0");

    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(65532);
    assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
    assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(Rendered.texts(container.at("/securityContext/capabilities/drop")))
        .containsExactly("ALL");
    assertThat(container.at("/resources/limits/memory").asText()).isEqualTo("256Mi");
  }

  @Test
  void theOperatorIsToldWhatItNeeds() {
    var env =
        Rendered.operator("--set", "watchNamespaces={a,b}")
            .one("Deployment", CHART)
            .at("/spec/template/spec/containers/0/env");

    assertThat(env.findValuesAsText("name"))
        .containsExactly(
            "OPERATOR_NAMESPACE",
            "POD_NAME",
            "RUNNER_IMAGE",
            "RUNNER_PULL_POLICY",
            "WATCH_NAMESPACES",
            "LEADER_ELECTION");
    assertThat(env.findValuesAsText("value"))
        .containsExactly("localhost/migrate:0.1.0-SNAPSHOT", "IfNotPresent", "a,b", "true");
  }

  @Test
  void policiesHaveTheNamesThatOthersDependOnAndFailClosed() {
    var rendered = Rendered.operator();
    var policies =
        rendered.objects().stream()
            .filter(node -> node.get("kind").asText().endsWith("AdmissionPolicy"))
            .toList();

    assertThat(policies)
        .extracting(node -> node.at("/metadata/name").asText())
        .containsExactlyInAnyOrder(
            "schemamigration-hold",
            "schemamigration-refuse",
            "schemamigration-leave",
            "schemamigration-pods",
            "schemamigration-inject",
            "schemamigration-misplaced",
            "schemamigration-warn",
            "schemamigration-in-use");
    assertThat(policies)
        .extracting(node -> node.at("/spec/failurePolicy").asText())
        .containsOnly("Fail");
    assertThat(rendered.of("ValidatingAdmissionPolicyBinding"))
        .hasSize(9)
        .allSatisfy(node ->
            assertThat(Rendered.texts(node.at("/spec/validationActions")))
                .containsExactly(
                    node.at("/metadata/name").asText().endsWith("-warn") ? "Warn" : "Deny"));
  }

  @Test
  void policiesKnowTheOperatorByItsServiceAccount() {
    var rendered = Rendered.operator();

    assertThat(rendered.one("MutatingAdmissionPolicy", "schemamigration-hold").toString())
        .contains("'system:serviceaccount:schema-migration:schema-migration-operator'");
    assertThat(rendered.one("ServiceAccount", CHART).at("/metadata/namespace").asText())
        .isEqualTo(Rendered.NAMESPACE);
  }

  @Test
  void watchedNamespacesBoundPoliciesAndRights() {
    var rendered = Rendered.operator("--set", "watchNamespaces={shop,blog}");

    assertThat(
            rendered.objects().stream()
                .filter(node -> node.get("kind").asText().endsWith("AdmissionPolicy")))
        .hasSize(8)
        .allSatisfy(node ->
            assertThat(
                    Rendered.texts(
                        node.at(
                            "/spec/matchConstraints/namespaceSelector/matchExpressions/0/values")))
                .as("also the operator's own, where it probes the policies")
                .containsExactly("shop", "blog", Rendered.NAMESPACE));
    assertThat(rendered.of("ClusterRoleBinding"))
        .extracting(node -> node.at("/metadata/name").asText())
        .containsExactly(CHART + "-cluster");
    assertThat(rendered.of("RoleBinding"))
        .extracting(node -> node.at("/metadata/namespace").asText())
        .contains("shop", "blog");
  }

  @Test
  void aMisspeltValueIsRefused() {
    assertThat(Rendered.refusal(CHART, "--api-versions", POLICIES, "--set", "replica=2"))
        .contains("additional properties 'replica' not allowed");
    assertThat(Rendered.refusal(CHART, "--api-versions", POLICIES, "--set", "image.tagg=2"))
        .contains("additional properties 'tagg' not allowed");
  }

  @Test
  void aValueThatWouldEndInAPolicyIsChecked() {
    assertThat(
            Rendered.refusal(
                CHART, "--api-versions", POLICIES, "--set", "runner.repository=x' || true || 'x"))
        .contains("/runner/repository");
    assertThat(
            Rendered.refusal(
                CHART, "--api-versions", POLICIES, "--set", "verify.resources.limits.memory=much"))
        .contains("/verify/resources/limits/memory");
  }

  @Test
  void aDigestWinsOverATag() {
    var digest = "sha256:" + "ab".repeat(32);
    var rendered = Rendered.operator("--set", "runner.tag=v7", "--set", "runner.digest=" + digest);

    assertThat(rendered.one("Deployment", CHART).toString())
        .contains("localhost/migrate@" + digest)
        .doesNotContain("localhost/migrate:v7");
    assertThat(rendered.one("MutatingAdmissionPolicy", "schemamigration-inject").toString())
        .contains("image: 'localhost/migrate@" + digest + "'");
  }

  @Test
  void optionalObjectsComeOnRequest() {
    var kinds = List.of("PodDisruptionBudget", "ServiceMonitor", "PrometheusRule");

    assertThat(Rendered.operator().objects())
        .extracting(node -> node.get("kind").asText())
        .doesNotContainAnyElementsOf(kinds);
    assertThat(
            Rendered.operator(
                    "--set",
                    "podDisruptionBudget.enabled=true,serviceMonitor.enabled=true,prometheusRule.enabled=true")
                .objects())
        .extracting(node -> node.get("kind").asText())
        .containsAll(kinds);
  }
}
