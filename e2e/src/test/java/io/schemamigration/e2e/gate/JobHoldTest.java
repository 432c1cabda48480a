package io.schemamigration.e2e.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemamigration.e2e.cluster.Cluster;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A new Job is suspended until the schema has what its code needs: its deadline doesn't run. */
class JobHoldTest extends GateTest {
  private static final String JOB = "job/j";

  JobHoldTest(Cluster cluster) {
    super(cluster);
  }

  @Test
  void jobWithinTheWindowNeedsNoOperator() {
    assertThat(stored(job("2")).at("/spec/suspend").asBoolean()).as("no window yet").isTrue();
    status("{\"window\":{\"minimum\":\"0\",\"maximum\":\"2\"}}");

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(stored(job("2")).at("/spec/suspend").asBoolean()).isFalse());
    assertThat(stored(job("2")).at("/metadata/annotations").path(HELD).isMissingNode()).isTrue();
    assertThat(stored(job("3")).at("/spec/suspend").asBoolean()).isTrue();
  }

  @Test
  void jobAboveTheMaximumIsHeldAndReleasedByTheMaximum() {
    apply(job("3"));
    assertThat(suspended()).isTrue();
    assertThat(annotation(JOB, HELD)).isEqualTo("true");
    assertThat(label(JOB, LABEL)).isEqualTo("app");
    resume();
    kubectl("annotate", "--overwrite", JOB, MAXIMUM + "=9", HELD + "=suspended-before").run();
    assertThat(suspended()).isTrue();
    assertRefused(
            kubectl(
                "patch",
                "job",
                "j",
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"metadata\":{\"annotations\":{\"%s\":\"9\"}}}".formatted(MAXIMUM)))
        .contains("only the operator may change the schema label");
    kubectl("annotate", "--overwrite", JOB, HELD + "=true").run();
    tell(JOB, "2", "0");
    assertThat(suspended()).isTrue();
    assertThat(get(JOB, "{.status.startTime}")).as("its deadline doesn't run").isEmpty();

    tell(JOB, "3", "0");
    assertThat(suspended()).isFalse();
    assertThat(annotation(JOB, HELD)).isEmpty();
  }

  @Test
  void suspensionOfTheUsersOwnStays() {
    apply(job("3").replace("spec:\n  template", "spec:\n  suspend: true\n  template"));
    assertThat(annotation(JOB, HELD)).isEqualTo("suspended-before");
    tell(JOB, "3", "0");
    assertThat(suspended()).isTrue();

    resume();
    assertThat(suspended()).isFalse();
  }

  @Test
  void jobThatWasStartedIsNeverSuspended() {
    apply(job("3"));
    tell(JOB, "3", "0");
    tell(JOB, "2", "0");

    assertThat(suspended()).isFalse();
    assertThat(annotation(JOB, HELD)).isEmpty();
  }

  private static String job(String version) {
    return Manifests.workload("Job", "j", version);
  }

  private boolean suspended() {
    return get(JOB, "{.spec.suspend}").equals("true");
  }

  private void resume() {
    patching(JOB, "{\"spec\":{\"suspend\":false}}").run();
  }
}
