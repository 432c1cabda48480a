package io.schemamigration.operator.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.core.report.Outcome;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.report.Report;
import io.schemamigration.core.report.StepName;
import io.schemamigration.operator.observation.JobState;
import io.schemamigration.operator.observation.Look;
import io.schemamigration.operator.observation.Observation;
import io.schemamigration.operator.observation.RecordedStatus;
import io.schemamigration.operator.observation.SourceState;
import io.schemamigration.operator.observation.StatusMapping;
import io.schemamigration.operator.observation.Timetable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TelemetryTest {
  private final Telemetry telemetry =
      new Telemetry(Clock.fixed(Instant.parse("2026-01-01T00:00:10Z"), ZoneOffset.UTC), "1.2.3");

  @Test
  void theReasonIsAStateSet() {
    record(resource(1, "Held", ""));
    assertThat(telemetry.scrape())
        .contains("schemamigration_state{name=\"app\",namespace=\"shop\",reason=\"Held\"} 1.0");
    record(resource(0, "Applied", ""));
    assertThat(telemetry.scrape())
        .contains("reason=\"Applied\"} 1.0")
        .doesNotContain("reason=\"Held\"");
  }

  @Test
  void heldWorkloadsAndBlockingPodsAreCounted() {
    record(resource(2, "Held", ""));
    assertThat(telemetry.scrape())
        .contains("schemamigration_held_workloads 2.0")
        .contains("schemamigration_held_seconds{name=\"app\",namespace=\"shop\"} 0.0")
        .contains("schemamigration_blocking_pods{name=\"app\",namespace=\"shop\"} 1.0")
        .contains("schemamigration_window_maximum{name=\"app\",namespace=\"shop\"} 5.0");
  }

  @Test
  void aStepIsCountedOnceWithItsOutcomeAndDuration() {
    var failed =
        resource(0, "MigrationFailed", ", outcome: failed, finishedAt: \"2026-01-01T00:00:10Z\"");
    var job = new JobState.Reported(Report.of(StepName.EXPAND, Outcome.FAILED));
    telemetry.record(failed, seen(job, resource(0, "Applying", "")), recorded(failed));
    telemetry.record(failed, seen(new JobState.None(), failed), recorded(failed));
    assertThat(telemetry.scrape())
        .contains("schemamigration_steps_total{outcome=\"failed\",step=\"expand\"} 1.0")
        .contains("schemamigration_step_duration_seconds_sum{step=\"expand\"} 10.0");
  }

  @Test
  void oneSchemaMigrationHasAtMostSixSeries() {
    var done = resource(1, "Held", ", outcome: failed, finishedAt: \"2026-01-01T00:00:10Z\"");
    var job = new JobState.Reported(Report.of(StepName.EXPAND, Outcome.FAILED));
    record(resource(1, "Held", ", outcome: completed, finishedAt: \"2026-01-01T00:00:00Z\""));
    telemetry.record(done, seen(job, resource(0, "Applying", "")), recorded(done));
    assertThat(telemetry.scrape().lines().filter(l -> l.contains("name=\"app\""))).hasSize(6);
    telemetry.forget(done);
    assertThat(telemetry.scrape()).doesNotContain("name=\"app\"");
  }

  @Test
  void whatIsGoneIsShownNoMore() {
    record(resource(1, "Held", ""));
    telemetry.forget(resource(1, "Held", ""));
    assertThat(telemetry.scrape())
        .doesNotContain("reason=\"Held\"")
        .contains("schemamigration_build_info{version=\"1.2.3\"} 1");
  }

  @Test
  void healthReadinessAndMetricsAreServed() throws IOException, InterruptedException {
    var ready = new AtomicBoolean();
    try (var endpoint = new HttpEndpoint(0, () -> true, ready::get, telemetry::scrape)) {
      assertThat(get(endpoint, "/healthz").statusCode()).isEqualTo(200);
      assertThat(get(endpoint, "/readyz").statusCode()).isEqualTo(503);
      ready.set(true);
      assertThat(get(endpoint, "/readyz").statusCode()).isEqualTo(200);
      assertThat(get(endpoint, "/metrics").body()).contains("schemamigration_build_info");
    }
  }

  private static HttpResponse<String> get(HttpEndpoint endpoint, String path)
      throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path)).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void whenAStepLastSucceededIsShown() {
    var done = ", outcome: nothing_to_do, finishedAt: \"1970-01-01T00:01:40Z\"";
    var failed = ", outcome: failed, finishedAt: \"1970-01-01T01:00:00Z\"";
    record(resource(0, "Applied", done));
    record(resource(0, "MigrationFailed", failed));
    assertThat(telemetry.scrape())
        .contains(
            "schemamigration_last_applied_timestamp_seconds{name=\"app\",namespace=\"shop\"} 100.0");
  }

  private void record(SchemaMigration resource) {
    telemetry.record(resource, seen(new JobState.None(), resource), recorded(resource));
  }

  private static RecordedStatus recorded(SchemaMigration resource) {
    return StatusMapping.read(resource.getStatus());
  }

  private static SchemaMigration resource(int held, String reason, String step) {
    var text =
        """
        apiVersion: schemamigration.io/v1alpha1
        kind: SchemaMigration
        metadata: {name: app, namespace: shop, uid: u}
        status:
          heldWorkloads: %d
          window: {minimum: "2", maximum: "5.1"}
          blockedBy: [{kind: Pod, name: p, why: x}, {kind: Deployment, name: d, why: x}]
          conditions: [{type: Ready, status: "False", reason: %s, message: m}]
          step: {name: expand, number: 1, id: i, job: j, digest: d, version: "5", generation: 1, attempt: 1, startedAt: "2026-01-01T00:00:00Z"%s}
        """
            .formatted(held, reason, step);
    return new KubernetesSerialization().unmarshal(text, SchemaMigration.class);
  }

  private static Observation seen(JobState job, SchemaMigration before) {
    return new Observation(
        new Observation.Identity("shop", "app", "u", "owner"),
        new Observation.Spec(1, null, Duration.ZERO, false, List.of(), Timetable.ALWAYS, null),
        recorded(before),
        new SourceState.Unusable(Reason.SOURCE_MISSING, "x"),
        job,
        List.of(),
        List.of(),
        Observation.GateState.IN_FORCE,
        Look.CACHED);
  }
}
