package io.schemamigration.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.schemamigration.e2e.cluster.Command;
import io.schemamigration.e2e.cluster.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorChartTest {
  private static final String CHART = "schema-migration-operator";
  private static final List<String> VALIDATING = List.of("--set", "gate.mode=validating");

  @Test
  void isWithoutFindingsOfHelmLint() {
    assertThat(Command.tool("helm", "lint", "--strict", Repository.path("helm/" + CHART)).run())
        .contains("0 chart(s) failed");
  }

  /**
   * {@code served} is what a cluster says; without it, as of {@code helm template}, the version
   * decides. The API of the two mutating policies is empty in validating mode.
   */
  @ParameterizedTest
  @CsvSource({
    "auto,       1.36.3, v1,         v1",
    "auto,       1.35.4, v1beta1,    v1beta1",
    "auto,       1.35.4, v1 v1beta1, v1",
    "auto,       1.35.4, neither,    ''",
    "auto,       1.36.3, neither,    ''",
    "auto,       1.30.0, neither,    ''",
    "auto,       1.36.0, ,           v1",
    "auto,       1.37.2-gke.100, ,   v1",
    "auto,       1.35.4, ,           ''",
    "policies,   1.35.4, v1beta1,    v1beta1",
    "policies,   1.36.0, ,           v1",
    "policies,   1.34.0, ,           v1beta1",
    "validating, 1.36.3, v1,         ''",
    "validating, 1.30.0-eks-1, ,     ''"
  })
  void theGateIsWhatTheClusterCanDo(
      String mode, String kubernetes, @Nullable String served, String api) {
    var flags =
        new ArrayList<>(List.of("--kube-version", kubernetes, "--set", "gate.mode=" + mode));
    if (served != null) {
      flags.addAll(List.of("--api-versions", "v1/Pod"));
      for (var version : served.replace("neither", "").split(" ", -1)) {
        var kind = "admissionregistration.k8s.io/" + version + "/MutatingAdmissionPolicy";
        flags.addAll(List.of("--api-versions", kind));
      }
    }
    var rendered = Rendered.operator(flags.toArray(new String[0]));

    assertThat(
            rendered.objects().stream()
                .filter(node -> node.get("kind").asText().startsWith("Mutating"))
                .map(node -> node.get("apiVersion").asText()))
        .hasSize(api.isEmpty() ? 0 : 7)
        .allMatch(("admissionregistration.k8s.io/" + api)::equals);
    assertThat(rendered.one("Deployment", CHART).toString())
        .contains(
            "{\"name\":\"GATE_MODE\",\"value\":\"%s\"}"
                .formatted(api.isEmpty() ? "validating" : "policies"));
  }

  @ParameterizedTest
  @CsvSource({"1.33.0, ", "1.36.3, v1/Pod"})
  void policiesAreRefusedWhereTheClusterDoesNotServeThem(
      String kubernetes, @Nullable String served) {
    var flags =
        new ArrayList<>(List.of("--kube-version", kubernetes, "--set", "gate.mode=policies"));
    if (served != null) {
      flags.addAll(List.of("--api-versions", served));
    }
    assertThat(Rendered.refusal(CHART, flags.toArray(new String[0])))
        .contains("gate.mode=policies needs MutatingAdmissionPolicy")
        .contains("Nothing was installed")
        .contains("--set gate.mode=validating");
  }

  @Test
  void olderClustersAreRefused() {
    assertThat(Rendered.refusal(CHART, "--kube-version", "1.29.14"))
        .contains("requires kubeVersion: >=1.30.0-0", "v1.29.14");
  }

  /** Kubernetes' cel/environment/base.go says since when each of these libraries is there. */
  @Test
  void validatingPoliciesNeedNothingNewerThanKubernetes1_30() {
    var newer =
        Pattern.compile(
            "(?x) \\b(transformMap|transformList|transformMapEntry|existsOne) \\b" // 1.32
                + "| \\.(all|exists)\\( [^,()]+ , [^,()]+ , " // of two variables: 1.32
                + "| \\b(format \\.|isSemver|semver|fieldSelector|labelSelector) " // 1.31, 1.33
                + "| \\.(distinct|flatten|reverse|sort|sortBy|slice|first|last)\\( " // 1.34
                + "| \\blists\\.range");
    var expressions =
        Rendered.operator(VALIDATING.toArray(new String[0]))
            .of("ValidatingAdmissionPolicy")
            .flatMap(policy ->
                Stream.of("expression", "messageExpression")
                    .flatMap(field -> policy.findValuesAsText(field).stream()))
            .toList();

    assertThat(expressions).hasSizeGreaterThan(50).noneMatch(text -> newer.matcher(text).find());
    assertThat(newer.matcher("a.all(k, v, k > v)").find()).isTrue();
    assertThat(newer.matcher("before.transformMap(k, x, k in y, x)").find()).isTrue();
    assertThat(newer.matcher("names.sort()").find()).isTrue();
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
    var there = "schemamigration.io/v1alpha1/SchemaMigration";
    assertThat(
            Rendered.operator("--set", "crd.install=false", "--api-versions", there)
                .of("CustomResourceDefinition"))
        .isEmpty();
    assertThat(Rendered.refusal(CHART, "--set", "crd.install=false", "--kube-version", "1.36"))
        .contains("crd.install is false, but the cluster has no SchemaMigration")
        .contains("nothing was installed");
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
            "RUNNER_UID",
            "WATCH_NAMESPACES",
            "LEADER_ELECTION",
            "GATE_MODE",
            "LOG_LEVEL",
            "LOG_FORMAT");
    assertThat(env.findValuesAsText("value"))
        .containsExactly(
            "localhost/migrate:0.1.0-SNAPSHOT",
            "IfNotPresent",
            "65532",
            "a,b",
            "true",
            "policies",
            "INFO",
            "text");
  }

  /** {@code RUNNER_UID} is the last column; empty: the one that the cluster assigns. */
  @ParameterizedTest
  @CsvSource({
    "'',                                                            '',                       65532, 65532",
    "security.openshift.io/v1,                                      '',                       '',    ''",
    "security.openshift.io/v1, 'podSecurityContext.runAsUser=7,runner.runAsUser=8',           7,     8",
    "'',          'podSecurityContext.runAsUser=null,runner.runAsUser=null',                  '',    ''"
  })
  void whereAnyUserIsAssignedNoneIsAskedFor(
      String served, String values, String user, String runner) {
    var flags = new ArrayList<>(List.of("--set", values.isEmpty() ? "replicas=1" : values));
    if (!served.isEmpty()) {
      flags.addAll(List.of("--api-versions", served));
    }
    var pod =
        Rendered.operator(flags.toArray(new String[0]))
            .one("Deployment", CHART)
            .at("/spec/template/spec");

    assertThat(pod.at("/securityContext/runAsUser").asText()).isEqualTo(user);
    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.at("/containers/0/env").toString())
        .contains("{\"name\":\"RUNNER_UID\",\"value\":\"%s\"}".formatted(runner));
  }

  @Test
  void quantitiesAreNumbersOrTexts() {
    var rendered =
        Rendered.operator(
            "--set",
            "resources.limits.cpu=1,resources.limits.ephemeral-storage=1Ti,verify.resources.limits.cpu=0.5,verify.resources.requests.memory=1e8");

    assertThat(rendered.one("Deployment", CHART).findValue("limits").get("cpu").asInt())
        .isEqualTo(1);
    assertThat(rendered.one("MutatingAdmissionPolicy", "schemamigration-inject").toString())
        .contains("limits: {'cpu': '0.5', 'memory': '128Mi'}")
        .contains("'memory': '1e8'");
    assertThat(Rendered.refusal(CHART, "--kube-version", "1.36", "--set", "resources.limits.cpu=x"))
        .contains("/resources/limits/cpu");
  }

  @Test
  void aLabelOfTheChartIsThereOnceAndStaysTheChartsOwn() {
    var label = "app\\.kubernetes\\.io/name=mine";
    var flags =
        Stream.of("podLabels", "serviceMonitor.labels", "prometheusRule.labels")
            .map(map -> map + "." + label + "," + map + ".team=shop");
    var rendered =
        Rendered.operator(
            "--set",
            flags.collect(Collectors.joining(","))
                + ",serviceMonitor.enabled=true,prometheusRule.enabled=true");

    for (var kind : List.of("Deployment", "ServiceMonitor", "PrometheusRule")) {
      var labels = rendered.one(kind, CHART).at(kind.equals("Deployment") ? "/spec/template" : "");
      assertThat(labels.at("/metadata/labels/team").asText()).as(kind).isEqualTo("shop");
      assertThat(labels.at("/metadata/labels/app.kubernetes.io~1name").asText())
          .as(kind)
          .isEqualTo(CHART);
    }
  }

  @Test
  void logsAndEnvironmentCanBeSet() {
    var env =
        Rendered.operator(
                "--set",
                "log.level=DEBUG,log.format=json,env[0].name=_JAVA_OPTIONS,env[0].value=-Xmx320m")
            .one("Deployment", CHART)
            .at("/spec/template/spec/containers/0/env");

    assertThat(env.toString())
        .contains("{\"name\":\"LOG_LEVEL\",\"value\":\"DEBUG\"}")
        .contains("{\"name\":\"LOG_FORMAT\",\"value\":\"json\"}")
        .contains("{\"name\":\"_JAVA_OPTIONS\",\"value\":\"-Xmx320m\"}");
  }

  @ParameterizedTest
  @CsvSource({"policies, hold hold-jobs inject, 11", "validating, verify guard, 13"})
  void policiesHaveTheNamesThatOthersDependOnAndFailClosed(
      String mode, String ofMode, int bindings) {
    var rendered = Rendered.operator("--set", "gate.mode=" + mode);
    var policies =
        rendered.objects().stream()
            .filter(node -> node.get("kind").asText().endsWith("AdmissionPolicy"))
            .toList();

    assertThat(policies)
        .extracting(node -> node.at("/metadata/name").asText().replace("schemamigration-", ""))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Stream.of("refuse", "leave", "pods", "misplaced", "warn", "in-use"),
                    Stream.of(ofMode.split(" ", -1)))
                .toList());
    assertThat(policies)
        .extracting(node -> node.at("/spec/failurePolicy").asText())
        .containsOnly("Fail");
    assertThat(rendered.of("ValidatingAdmissionPolicyBinding"))
        .hasSize(bindings)
        .allSatisfy(node ->
            assertThat(Rendered.texts(node.at("/spec/validationActions")))
                .containsExactly(
                    node.at("/metadata/name").asText().endsWith("-warn") ? "Warn" : "Deny"));
  }

  /**
   * The API server evaluates such a binding once for each SchemaMigration of the namespace, before
   * any expression is asked: with many of them, whatever matches becomes slow.
   */
  @ParameterizedTest
  @ValueSource(strings = {"gate.mode=policies", "gate.mode=validating"})
  void bindingsWithAParameterMatchNeitherStepsNorStatuses(String mode) {
    var bindings =
        Rendered.operator("--set", mode)
            .of("ValidatingAdmissionPolicyBinding")
            .filter(node -> node.at("/spec").has("paramRef"))
            .toList();

    assertThat(bindings)
        .hasSizeGreaterThanOrEqualTo(5)
        .allSatisfy(binding -> {
          var matched = binding.at("/spec/matchResources");
          var resources =
              matched.findValues("resources").stream()
                  .flatMap(list -> Rendered.texts(list).stream())
                  .toList();
          assertThat(resources).noneMatch(resource -> resource.contains("/"));
          boolean noJobs = !resources.isEmpty() && !resources.contains("jobs");
          boolean onlyUpdates = !resources.isEmpty() && !matched.toString().contains("CREATE");
          boolean noSteps =
              matched
                  .toString()
                  .contains("{\"key\":\"schemamigration.io/step\",\"operator\":\"DoesNotExist\"}");
          assertThat(noJobs || onlyUpdates || noSteps)
              .as(binding.at("/metadata/name").asText())
              .isTrue();
        });
  }

  @Test
  void policiesKnowTheOperatorByItsServiceAccount() {
    var rendered = Rendered.operator();

    assertThat(rendered.one("MutatingAdmissionPolicy", "schemamigration-hold").toString())
        .contains("'system:serviceaccount:schema-migration:schema-migration-operator'");
    assertThat(rendered.one("ServiceAccount", CHART).at("/metadata/namespace").asText())
        .isEqualTo(Rendered.NAMESPACE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gate.mode=policies", "gate.mode=validating"})
  void watchedNamespacesBoundPoliciesAndRights(String mode) {
    var rendered = Rendered.operator("--set", "watchNamespaces={shop,blog}", "--set", mode);

    assertThat(
            rendered.objects().stream()
                .filter(node -> node.get("kind").asText().endsWith("AdmissionPolicy")))
        .hasSize(mode.endsWith("policies") ? 9 : 8)
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
    assertThat(Rendered.refusal(CHART, "--kube-version", "1.36", "--set", "replica=2"))
        .contains("additional properties 'replica' not allowed");
    assertThat(Rendered.refusal(CHART, "--kube-version", "1.36", "--set", "image.tagg=2"))
        .contains("additional properties 'tagg' not allowed");
    assertThat(Rendered.refusal(CHART, "--kube-version", "1.36", "--set", "gate.mode=webhook"))
        .contains("/gate/mode");
  }

  @Test
  void aValueThatWouldEndInAPolicyIsChecked() {
    assertThat(
            Rendered.refusal(
                CHART, "--kube-version", "1.36", "--set", "runner.repository=x' || true || 'x"))
        .contains("/runner/repository");
    assertThat(
            Rendered.refusal(
                CHART, "--kube-version", "1.36", "--set", "verify.resources.limits.memory=much"))
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
