package io.schemamigration.operator.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.schemamigration.core.report.Blocked;
import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.LockWaits;
import io.schemamigration.core.report.Outcome;
import io.schemamigration.core.report.PendingMigration;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.report.Report;
import io.schemamigration.core.report.StepName;
import io.schemamigration.core.report.Timing;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the runner's report from a termination message. Whatever isn't one is nothing. */
public final class ReportParser {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReportParser() {}

  /** The report, or nothing when {@code text} is none that this version understands. */
  public static Optional<Report> parse(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    try {
      var root = JSON.readTree(text);
      return root.path("report").asInt() == Report.SHAPE
          ? Optional.of(report(root))
          : Optional.empty();
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Report report(JsonNode root) {
    var step =
        StepName.parse(root.path("step").asText())
            .orElseThrow(() -> new IllegalArgumentException("step"));
    var outcome =
        Outcome.parse(root.path("outcome").asText())
            .orElseThrow(() -> new IllegalArgumentException("outcome"));
    return new Report(
        step,
        outcome,
        root.hasNonNull("number") ? root.path("number").asLong() : null,
        text(root, "digest"),
        root.hasNonNull("window") ? window(root.path("window")) : null,
        versions(root.path("applied")),
        pending(root.path("pending")),
        root.hasNonNull("blocked") ? blocked(root.path("blocked")) : null,
        failure(root),
        LockWaits.NONE,
        Timing.NONE,
        List.of());
  }

  private static CompatibilityWindow window(JsonNode node) {
    return new CompatibilityWindow(
        version(node, "minimum"), version(node, "maximum"), optionalVersion(node, "claim"));
  }

  private static Blocked blocked(JsonNode node) {
    return new Blocked(version(node, "version"), version(node, "by"));
  }

  private static @Nullable Failure failure(JsonNode root) {
    var node = root.path("failure");
    var reason = Reason.parse(root.path("reason").asText()).orElse(null);
    if (reason == null && node.isMissingNode()) {
      return null;
    }
    return new Failure(
        reason == null ? Reason.RUNNER_FAILED : reason,
        optionalVersion(node, "version"),
        text(node, "file"),
        number(node, "line"),
        number(node, "statement"),
        text(node, "sqlState"),
        node.path("message").asText("no message"),
        text(node, "hint"));
  }

  private static List<Version> versions(JsonNode array) {
    var found = new ArrayList<Version>();
    array.forEach(v -> found.add(Version.of(v.asText())));
    return found;
  }

  private static List<PendingMigration> pending(JsonNode array) {
    var found = new ArrayList<PendingMigration>();
    array.forEach(m ->
        found.add(
            new PendingMigration(
                version(m, "version"),
                m.path("description").asText(""),
                Phase.parse(m.path("phase").asText()).orElse(null),
                text(m, "breaks"))));
    return found;
  }

  private static Version version(JsonNode node, String field) {
    return Version.of(node.path(field).asText());
  }

  private static @Nullable Version optionalVersion(JsonNode node, String field) {
    return node.hasNonNull(field) ? version(node, field) : null;
  }

  private static @Nullable String text(JsonNode node, String field) {
    return node.hasNonNull(field) ? node.path(field).asText() : null;
  }

  private static @Nullable Integer number(JsonNode node, String field) {
    return node.hasNonNull(field) ? node.path(field).asInt() : null;
  }
}
