package io.schemamigration.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.e2e.cluster.Command.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every other cluster test takes for granted. */
@ExtendWith(ClusterExtension.class)
class ClusterTest {
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: version}
      spec:
        restartPolicy: Never
        securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
        containers:
        - name: migrate
          image: IMAGE
          command: ["migrate", "--version"]
          imagePullPolicy: IfNotPresent
          resources: {limits: {memory: 64Mi}}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: {drop: [ALL]}
      """;

  private final Cluster cluster;

  ClusterTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void load() {
    cluster.load(Repository.runnerImage());
  }

  @Test
  void kubernetesIsNewEnoughForTheGate() {
    try (var client = cluster.client()) {
      var version = client.getKubernetesVersion();
      assertThat(version.getMajor()).isEqualTo("1");
      assertThat(Integer.parseInt(version.getMinor().replaceAll("\\D", "")))
          .isGreaterThanOrEqualTo(36);
      assertThat(client.hasApiGroup("admissionregistration.k8s.io/v1", true)).isTrue();
    }
  }

  @Test
  void runnerRunsInTheTightestPodThereIs() {
    try (var namespace = cluster.namespace()) {
      namespace.kubectl("label", "ns", namespace.name(), restricted()).run();
      namespace.apply(POD.replace("IMAGE", Repository.runnerImage()));
      namespace.kubectl("wait", "pod/version", succeeded(), "--timeout=60s").run();
      assertThat(namespace.kubectl("logs", "version").run()).startsWith("migrate ");
    }
  }

  @Test
  void processesOfTheNodeCanBeReached() {
    assertThat(cluster.node("ctr", "-n", "k8s.io", "images", "ls", "-q").run())
        .contains(Repository.runnerImage());
  }

  @Test
  void failedCommandTellsWhatItPrinted() {
    Result result = cluster.kubectl("get", "nothing-of-this-kind").tryToRun();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.errors()).contains("nothing-of-this-kind");
  }

  private static String restricted() {
    return "pod-security.kubernetes.io/enforce=restricted";
  }

  private static String succeeded() {
    return "--for=jsonpath={.status.phase}=Succeeded";
  }
}
