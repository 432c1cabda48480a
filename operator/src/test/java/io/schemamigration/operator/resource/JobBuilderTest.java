package io.schemamigration.operator.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.schemamigration.api.v1alpha1.Names;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every Job, whatever is written down for one. */
class JobBuilderTest {
  static List<JobCase> cases() throws IOException {
    return JobCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void credentialsAreFilesAndNeverArgumentsOrEnvironment(JobCase example) {
    var container = container(example);
    var job = example.resource().getSpec().job();
    assertThat(container.getEnv())
        .as("the user's own alone")
        .isEqualTo(job == null || job.env() == null ? List.of() : job.env());
    assertThat(container.getEnvFrom()).isEmpty();
    assertThat(container.getArgs()).doesNotContain("--password", "--user");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aJobIsNeverRetriedByKubernetesItself(JobCase example) {
    var spec = example.job().getSpec();
    assertThat(spec.getBackoffLimit()).isZero();
    assertThat(spec.getTemplate().getSpec().getRestartPolicy()).isEqualTo("Never");
    assertThat(spec.getPodReplacementPolicy()).isEqualTo("Failed");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void thePodHasNoTokenAndItsContainerNoPrivileges(JobCase example) {
    assertThat(pod(example).getAutomountServiceAccountToken()).isFalse();
    var context = container(example).getSecurityContext();
    assertThat(context.getAllowPrivilegeEscalation()).isFalse();
    assertThat(context.getReadOnlyRootFilesystem()).isTrue();
    assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theJobIsRecognisedByOwnerStepAndIdWhateverTheUserAdds(JobCase example) {
    var step = example.resource().getStatus().step();
    var meta = example.job().getMetadata();
    assertThat(meta.getName()).isEqualTo(step.job());
    assertThat(meta.getLabels()).containsEntry(Names.LABEL_STEP, step.name());
    assertThat(meta.getAnnotations()).containsEntry(Names.ANNOTATION_STEP_ID, step.id());
    assertThat(meta.getOwnerReferences())
        .singleElement()
        .satisfies(
            o -> assertThat(o.getUid()).isEqualTo(example.resource().getMetadata().getUid()));
  }

  @Test
  void unlessTheUserWantsOtherwiseThePodMeetsTheRestrictedStandard() {
    var context = pod(JobCase.of("contract-with-its-claim")).getSecurityContext();
    assertThat(context.getRunAsNonRoot()).isTrue();
    assertThat(context.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
  }

  @Test
  void aSidecarIsOneThatKubernetesStopsWithTheRunnerAndSeesNoCredentials() {
    var pod = pod(JobCase.of("database-proxy-as-sidecar"));
    assertThat(pod.getContainers()).hasSize(1);
    var proxy = pod.getInitContainers().getFirst();
    assertThat(proxy.getRestartPolicy()).isEqualTo("Always");
    assertThat(proxy.getVolumeMounts()).extracting("name").containsExactly("identity");
    assertThat(proxy.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
  }

  /** As OpenShift has it: a namespace has a range of users, and others are refused. */
  @Test
  void whereTheClusterAssignsUsersNoneIsAskedFor() {
    var example = JobCase.of("contract-with-its-claim");
    var context = example.job(null).getSpec().getTemplate().getSpec().getSecurityContext();
    assertThat(context.getRunAsUser()).isNull();
    assertThat(context.getRunAsGroup()).isNull();
    assertThat(context.getFsGroup()).isNull();
    assertThat(context.getRunAsNonRoot()).isTrue();
  }

  private static PodSpec pod(JobCase example) {
    return example.job().getSpec().getTemplate().getSpec();
  }

  private static Container container(JobCase example) {
    return pod(example).getContainers().getFirst();
  }
}
