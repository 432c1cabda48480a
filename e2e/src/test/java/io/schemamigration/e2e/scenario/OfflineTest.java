package io.schemamigration.e2e.scenario;

import static io.schemamigration.e2e.app.App.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.e2e.app.App;
import io.schemamigration.e2e.app.Workload;
import io.schemamigration.e2e.cluster.Cluster;
import io.schemamigration.e2e.cluster.ClusterExtension;
import io.schemamigration.e2e.cluster.PostgresFixture;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What code of no version survives waits for a person's yes, and then until nothing runs. */
@ExtendWith(ClusterExtension.class)
class OfflineTest {
  private static final Workload OLD = Workload.deployment("1");
  private static final Workload NEW = Workload.deployment("3");

  private static final Duration QUIET = Duration.ofSeconds(20);

  private static final String RENAME =
      "-- phase: offline\nALTER TABLE counter RENAME COLUMN n TO total;\n";

  private final Cluster cluster;
  private final PostgresFixture postgres;

  OfflineTest(Cluster cluster, PostgresFixture postgres) {
    this.cluster = cluster;
    this.postgres = postgres;
    cluster.operator();
  }

  @Test
  void aRenameIsApprovedAndAppliedWhenNothingRunsAndNewCodeComesAfterIt()
      throws InterruptedException {
    try (var app = App.ready(cluster, postgres.createDatabase())) {
      app.release(OLD);
      app.awaitRollout(OLD);
      app.add("002_rename.sql", RENAME)
          .add("003_after.sql", "-- phase: expand\nUPDATE counter SET total = total + 1;\n")
          .publish();
      var first = approveCommand(app);
      app.release(NEW);
      assertThat(app.held()).as("nothing is there for it yet").isTrue();

      annotate(app, first);
      app.awaitReason("WaitingForPods");
      assertThat(app.status().approval()).isNotNull();
      assertThat(app.status().approval().by()).isEqualTo("kubectl-annotate");
      assertThat(app.status().approval().at()).isNotBlank();
      assertThat(app.runningPods("app", "1")).as("they serve on").hasSize(2);

      app.add("003_after.sql", "-- phase: expand\nUPDATE counter SET total = total + 2;\n")
          .publish();
      var second = approveCommand(app);
      assertThat(second).as("other files, another yes").isNotEqualTo(first);
      assertThat(app.status().approval()).isNull();
      app.kubectl("scale", "deployment", "app", "--replicas=0").run();
      eventually(() -> assertThat(app.pods("app")).isEmpty());
      assertThat(app.awaitReason("NeedsApproval"))
          .contains("the earlier approval was for other files");
      assertThat(app.jobs("claim")).isEmpty();
      assertThat(app.applied()).isEqualTo("1");

      // nothing else happens: the annotation alone has to wake the operator
      Thread.sleep(QUIET);
      annotate(app, second);
      app.awaitReady("3");
      assertThat(app.query("SELECT total FROM counter")).isEqualTo("2");
      assertThat(app.applied()).isEqualTo("1 2 3");
      assertThat(app.state()).isEqualTo("2..3 Applied");
      assertThat(app.held()).isFalse();
      app.kubectl("scale", "deployment", "app", "--replicas=2").run();
      app.awaitRollout(NEW);
    }
  }

  /** The digest in the command that the condition has. */
  private static String approveCommand(App app) {
    var start = Names.ANNOTATION_APPROVE + "=";
    eventually(() -> {
      var message = app.condition().getMessage();
      assertThat(app.condition().getReason()).as(message).isEqualTo("NeedsApproval");
      assertThat(message)
          .contains("offline migration 2 (rename) waits for approval")
          .contains("kubectl annotate schemamigration app -n " + app.namespace() + " " + start);
      assertThat(app.status().approval()).isNull();
    });
    var message = app.condition().getMessage();
    var digest = message.substring(message.indexOf(start) + start.length());
    return digest.substring(0, digest.indexOf(' '));
  }

  private static void annotate(App app, String digest) {
    app.kubectl(
            "annotate",
            "schemamigration",
            "app",
            Names.ANNOTATION_APPROVE + "=" + digest,
            "--overwrite")
        .run();
  }
}
