package io.schemamigration.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.LockWaits;
import io.schemamigration.core.report.Outcome;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.report.Report;
import io.schemamigration.core.report.StepName;
import io.schemamigration.core.report.Timing;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.JobState;
import io.schemamigration.operator.observation.Step;
import io.schemamigration.operator.observation.Step.Attempt;
import io.schemamigration.operator.observation.Step.Token;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the Job of a step ended, in words that name the field to change. */
class JobReaderTest {
  /** No Event is read once the Job is over. */
  private static final KubernetesClient NOBODY =
      (KubernetesClient)
          Proxy.newProxyInstance(
              JobReaderTest.class.getClassLoader(),
              new Class<?>[] {KubernetesClient.class},
              (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
              });

  private static final String STARTED = "2026-12-01T10:00:00Z";

  private static final Report STOPPED =
      new Report(
          StepName.EXPAND,
          Outcome.RETRY,
          null,
          null,
          null,
          List.of(),
          List.of(),
          null,
          Failure.of(Reason.RETRY_SCHEDULED, "the run was asked to stop (SIGTERM)", "Wait."),
          LockWaits.NONE,
          Timing.NONE,
          List.of());

  private static Attempt attempt() {
    return new Attempt(
        new Token(3, "id"),
        "app-3",
        "sha256:a",
        Version.of("3"),
        1,
        1,
        Instant.parse(STARTED),
        null);
  }

  private static Job job(@Nullable String condition) {
    var job =
        new JobBuilder()
            .withNewMetadata()
            .withName("app-3")
            .withUid("job")
            .addToAnnotations(Names.ANNOTATION_STEP_ID, "id")
            .addNewOwnerReference()
            .withUid("uid")
            .endOwnerReference()
            .endMetadata()
            .withNewSpec()
            .withActiveDeadlineSeconds(12L)
            .endSpec()
            .withNewStatus()
            .withStartTime(STARTED)
            .endStatus()
            .build();
    if (condition != null) {
      var words = condition.split(" ", 2);
      job.getStatus()
          .setConditions(
              List.of(
                  new JobConditionBuilder()
                      .withType(words[0])
                      .withStatus("True")
                      .withReason(words[1])
                      .withMessage("m")
                      .build()));
    }
    return job;
  }

  private static Pod pod(String message, int second) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("app-3-x")
        .endMetadata()
        .withNewStatus()
        .addNewContainerStatus()
        .withName(Names.RUNNER_CONTAINER)
        .withNewState()
        .withNewTerminated()
        .withExitCode(143)
        .withMessage(message)
        .withFinishedAt("2026-12-01T10:00:" + second + "Z")
        .endTerminated()
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  private static String read(Job job, Step step, List<Pod> pods) {
    var state =
        new JobReader(new PodTrouble(NOBODY, Clock.systemUTC()))
            .read(job, step, "uid", uid -> pods);
    return switch (state) {
      case JobState.Reported(var report) ->
          Objects.requireNonNull(report.failure()).message() + "; " + report.failure().hint();
      case JobState.Silent(var message) -> message;
      default -> state.toString();
    };
  }

  /** The Job's condition, whether the runner reported, the second of its end, and what is said. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                                         | true  | 13 | (SIGTERM): spec.job.deadline (12 s) was reached; Give it more time
                                         | true  | 11 | (SIGTERM); Wait.
          FailureTarget DeadlineExceeded | true  | 11 | (SIGTERM): spec.job.deadline (12 s) was reached; Give it more time
          Failed BackoffLimitExceeded    | true  | 11 | (SIGTERM); Wait.
          Failed DeadlineExceeded        | false | 11 | (exit code 143); spec.job.deadline (12 s) was reached: give it more time
                                         | false | 11 | (exit code 143)
          """)
  void aJobWhoseTimeIsOverNamesTheField(
      @Nullable String condition, boolean reported, int second, String said) {
    var pod = pod(reported ? STOPPED.toJson() : "", second);

    var text = read(job(condition), new Step.Expand(attempt(), false, null), List.of(pod));

    assertThat(text).contains(said);
    assertThat(text.contains("deadline")).isEqualTo(said.contains("deadline"));
  }

  @Test
  void aClaimHasADeadlineOfItsOwn() {
    var claim = new Step.Claim(attempt(), new Step.Claimed(Version.of("3"), null));

    var text = read(job("Failed DeadlineExceeded"), claim, List.of());

    assertThat(text).contains("the deadline of its Job (12 s) was reached").doesNotContain("spec.");
  }

  @Test
  void whatWasDoneInTheLastMomentIsDone() {
    var done = Report.of(StepName.EXPAND, Outcome.COMPLETED);

    var state =
        new JobReader(new PodTrouble(NOBODY, Clock.systemUTC()))
            .read(
                job("Failed DeadlineExceeded"),
                new Step.Expand(attempt(), false, null),
                "uid",
                uid -> List.of(pod(done.toJson(), 13)));

    assertThat(state).isEqualTo(new JobState.Reported(done));
  }

  @Test
  void whatANodeRefusesIsSaid() {
    var pod = new PodBuilder().withNewMetadata().withName("app-3-x").endMetadata().build();
    pod.setStatus(
        new PodStatusBuilder().withReason("SysctlForbidden").withMessage("not allowed").build());

    var text =
        read(
            job("Failed BackoffLimitExceeded"),
            new Step.Expand(attempt(), false, null),
            List.of(pod));

    assertThat(text).contains("app-3-x: SysctlForbidden: not allowed");
  }
}
