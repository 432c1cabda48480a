package io.schemamigration.runner.cli;

import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.core.report.PendingMigration;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.BatchPosition;
import io.schemamigration.runner.db.Ledger.HistoryRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A table of migrations, as text and as JSON. */
final class Listing {
  private final List<Line> lines = new ArrayList<>();
  private Map<Version, BatchPosition> positions = Map.of();

  /**
   * One migration.
   *
   * @param status as the history has it, or {@code pending}
   */
  record Line(
      Version version,
      String description,
      @Nullable Phase phase,
      String status,
      @Nullable String checksum,
      @Nullable String appliedAt,
      @Nullable Long millis,
      @Nullable String file) {}

  /** The files and the history together, in the order of the versions. */
  static Listing of(List<Migration> files, List<HistoryRow> history) {
    var lines = new TreeMap<Version, Line>();
    for (var migration : files) {
      lines.put(migration.version(), pending(migration));
    }
    for (var row : history) {
      var migration = row.migration();
      if (row.is(s -> s == HistoryStatus.ROLLED_BACK)) {
        continue;
      }
      var file = lines.get(migration.version());
      lines.put(
          migration.version(),
          new Line(
              migration.version(),
              migration.description(),
              migration.phase(),
              migration.status().name().toLowerCase(Locale.ROOT),
              migration.checksum(),
              row.appliedAt(),
              row.millis(),
              file == null ? null : file.file()));
      if (migration.coversBelow()) {
        files.stream()
            .filter(f -> f.version().isBelow(migration.version()))
            .forEach(f ->
                lines.computeIfPresent(
                    f.version(), (v, l) -> l.status().equals("pending") ? baselined(l) : l));
      }
    }
    var listing = new Listing();
    listing.lines.addAll(lines.values());
    return listing;
  }

  /** The same, with how far backfills have come. */
  Listing with(Map<Version, BatchPosition> under) {
    positions = under;
    return this;
  }

  private static Line pending(Migration m) {
    return new Line(
        m.version(), m.description(), m.phase(), "pending", m.checksum(), null, null, m.file());
  }

  private static Line baselined(Line l) {
    return new Line(
        l.version(), l.description(), l.phase(), "baselined", l.checksum(), null, null, l.file());
  }

  List<Line> lines() {
    return lines;
  }

  String text() {
    var text =
        new StringBuilder(
            "%-16s %-9s %-11s %s%n".formatted("VERSION", "PHASE", "STATUS", "DESCRIPTION"));
    for (var line : lines) {
      var phase = line.phase() == null ? "-" : line.phase().text();
      text.append(
          "%-16s %-9s %-11s %s%n"
              .formatted(line.version(), phase, line.status(), line.description()));
    }
    return text.toString();
  }

  String json(@Nullable CompatibilityWindow window) {
    return json(window, null);
  }

  String json(@Nullable CompatibilityWindow window, @Nullable Estimate estimate) {
    var json = new JsonWriter();
    json.beginObject().name("migrations").beginArray();
    for (var line : lines) {
      json.beginObject()
          .member("version", line.version().toString())
          .member("description", line.description())
          .member("phase", line.phase() == null ? null : line.phase().text())
          .member("status", line.status())
          .member("checksum", line.checksum())
          .member("appliedAt", line.appliedAt())
          .member("executionTimeMs", line.millis())
          .member("file", line.file());
      var position = positions.get(line.version());
      if (position != null) {
        progress(json, position);
      }
      json.endObject();
    }
    json.endArray();
    window(json, window);
    if (estimate != null) {
      json.member("estimatedMs", estimate.millis());
    }
    return json.endObject().toString();
  }

  private static void progress(JsonWriter json, BatchPosition position) {
    var percent = position.percent(0);
    json.name("progress").beginObject();
    json.member("backfill", position.of()).member("at", position.at());
    json.member("end", position.end()).member("keys", position.keys());
    json.member("rows", position.rows());
    json.member("percent", percent == null ? null : Long.valueOf(percent)).endObject();
  }

  /** The window as a member, where there is one. */
  static void window(JsonWriter json, @Nullable CompatibilityWindow window) {
    if (window == null) {
      return;
    }
    json.name("window").beginObject();
    json.member("minimum", window.minimum().toString())
        .member("maximum", window.maximum().toString());
    json.member("claim", window.claim() == null ? null : window.claim().toString()).endObject();
  }

  static String join(List<Version> versions) {
    return String.join(", ", versions.stream().map(Version::toString).toList());
  }

  static String pending(List<PendingMigration> pending) {
    return String.join(
        ", ",
        pending.stream()
            .map(p -> p.version() + (p.phase() == null ? "" : " (" + p.phase().text() + ")"))
            .toList());
  }
}
