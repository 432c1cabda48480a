package io.schemamigration.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.api.v1alpha1.MaintenanceWindow;
import io.schemamigration.api.v1alpha1.MaintenanceWindow.GatedPhase;
import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.LockWaits;
import io.schemamigration.core.report.Outcome;
import io.schemamigration.core.report.PendingMigration;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.report.Report;
import io.schemamigration.core.report.Timing;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.Approval;
import io.schemamigration.operator.observation.CountedPod;
import io.schemamigration.operator.observation.JobState;
import io.schemamigration.operator.observation.Look;
import io.schemamigration.operator.observation.Observation;
import io.schemamigration.operator.observation.Observation.GateState;
import io.schemamigration.operator.observation.RecordedStatus;
import io.schemamigration.operator.observation.SourceState;
import io.schemamigration.operator.observation.StatusMapping;
import io.schemamigration.operator.observation.Timetable;
import io.schemamigration.operator.observation.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A cluster in a few words, for tests of the decision: each decision's status is what the next one
 * starts from.
 */
final class Scene {
  Instant now = Instant.parse("2026-01-01T00:00:00Z");
  RecordedStatus status = RecordedStatus.NOTHING;
  SourceState source = source("a", "1");
  JobState job = new JobState.None();
  GateState gate = GateState.IN_FORCE;
  long generation = 1;
  Version version = null;
  Duration soak = Duration.ZERO;
  boolean suspended;
  Timetable timetable = Timetable.ALWAYS;
  final List<Workload> workloads = new ArrayList<>();
  final List<CountedPod> pods = new ArrayList<>();
  final List<Approval> approvals = new ArrayList<>();
  String acceptedLoss;
  private int ids;

  static SourceState.Available source(String digest, String... versions) {
    return new SourceState.Available(
        "sha256:" + digest.repeat(64 / digest.length()),
        Arrays.stream(versions).map(Version::of).toList());
  }

  static WorkloadBuilder deployment(String name, String version) {
    return workload("Deployment", name, version);
  }

  static WorkloadBuilder workload(String kind, String name, String version) {
    return new WorkloadBuilder(kind, name, version);
  }

  static CountedPod pod(String name, String version) {
    return new CountedPod(
        name, "uid-" + name, Version.of(version), "node", "ReplicaSet/web-1", false, null);
  }

  static PendingMigration pending(String version, Phase phase) {
    return new PendingMigration(Version.of(version), "m" + version, phase, null);
  }

  static CompatibilityWindow window(String minimum, String maximum) {
    return new CompatibilityWindow(Version.of(minimum), Version.of(maximum), null);
  }

  /** Decides on cached facts, and again on more exact ones where the decision asks for it. */
  Decision decide() {
    var decision = decide(Look.CACHED);
    while (decision instanceof Decision.LookAgain again) {
      decision = decide(again.look());
    }
    return decision;
  }

  /** What is there to see. */
  Observation seen(Look look) {
    return new Observation(
        new Observation.Identity("shop", "app", "uid", "cluster/shop/app"),
        new Observation.Spec(
            generation, version, soak, suspended, approvals, timetable, acceptedLoss),
        status,
        source,
        job,
        workloads,
        pods,
        gate,
        look);
  }

  Decision decide(Look look) {
    var seen = seen(look);
    var decision = PhaseMachine.decide(seen, now, "%032x".formatted(++ids));
    if (!(decision instanceof Decision.LookAgain)) {
      status = stored(decision.status());
      if (decision instanceof Decision.Begin) {
        job = new JobState.Active(null);
      } else if (status.step() == null || !status.step().running()) {
        job = new JobState.None();
      }
    }
    return decision;
  }

  /** What the next decision starts from: the status, as the API server would give it back. */
  private static RecordedStatus stored(RecordedStatus status) {
    var shown = new StatusMapping.Shown(1, "cluster/shop/app", List.of(), 0, List.of(), null);
    var read = StatusMapping.read(StatusMapping.write(shown, status));
    assertThat(read).isEqualTo(status);
    return read;
  }

  /** Puts a workload there, in the place of the one of its kind and name. */
  Scene deploy(WorkloadBuilder builder) {
    var workload = builder.build();
    workloads.removeIf(w -> w.display().equals(workload.display()));
    workloads.add(workload);
    return this;
  }

  /** One maintenance window, by the clocks of UTC. */
  Scene opens(String cron, String duration, GatedPhase... phases) {
    timetable =
        Timetable.of(
            List.of(
                new MaintenanceWindow(
                    cron, duration, null, phases.length == 0 ? null : List.of(phases))));
    return this;
  }

  Scene passes(Duration time) {
    now = now.plus(time);
    return this;
  }

  /** The Job under way ends well. */
  Scene ends(Outcome outcome, CompatibilityWindow window, PendingMigration... pending) {
    job = new JobState.Reported(report(outcome, null, window, pending));
    return this;
  }

  /** The Job under way ends badly. */
  Scene fails(Outcome outcome, Reason reason) {
    return fails(
        outcome,
        new Failure(reason, Version.of("2"), "002_x.sql", 7, 2, "42P01", "no such table", "look"));
  }

  /** The Job under way ends badly, and says so at length. */
  Scene fails(Outcome outcome, Failure failure) {
    job = new JobState.Reported(report(outcome, failure, null));
    return this;
  }

  private Report report(
      Outcome outcome, Failure failure, CompatibilityWindow window, PendingMigration... pending) {
    var step = status.step();
    return new Report(
        step.name(),
        outcome,
        step.attempt().token().number(),
        step.attempt().digest(),
        window,
        List.of(),
        List.of(pending),
        null,
        failure,
        LockWaits.NONE,
        Timing.NONE,
        List.of());
  }

  /** Schema 1 is applied, and a Deployment and its pod run code for it. */
  static Scene running() {
    var scene = new Scene();
    scene.decide();
    scene.ends(Outcome.COMPLETED, window("0", "1")).decide();
    scene.deploy(deployment("web", "1"));
    scene.pods.add(pod("web-1", "1"));
    scene.decide();
    return scene;
  }

  /** The expand step to a source with 2 (expand) and 3 (contract) is done; old code runs. */
  static Scene contractPending() {
    var scene = running();
    scene.source = source("b", "1", "2", "3");
    scene.deploy(deployment("web", "3"));
    scene.decide();
    scene.ends(Outcome.COMPLETED, window("0", "3"), pending("3", Phase.CONTRACT));
    return scene;
  }
}
