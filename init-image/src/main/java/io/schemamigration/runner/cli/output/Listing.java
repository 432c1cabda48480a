package io.schemamigration.runner.cli.output;

import io.schemamigration.core.analysis.Finding;
import io.schemamigration.core.analysis.JudgedMigration;
import io.schemamigration.core.plan.AppliedVersions;
import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.core.report.PendingMigration;
import io.schemamigration.core.report.Printable;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.Repeatable;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.backfill.BatchPosition;
import io.schemamigration.runner.db.ledger.HistoryRow;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.foresee.Estimate;
import io.schemamigration.runner.lint.LintJson;
import io.schemamigration.runner.lint.SeverityRules;
import io.schemamigration.runner.prove.ProvedMigration;
import io.schemamigration.runner.run.AppliedHistory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A table of migrations, as text and as JSON. */
public final class Listing {
  private static final int NARROW = 16;
  private static final int MANY = 12;

  private final List<Line> lines = new ArrayList<>();
  private final Map<String, BatchPosition> positions = new HashMap<>();
  private final List<Line> repeatables = new ArrayList<>();
  private final Map<String, JudgedMigration> judged = new HashMap<>();
  private final List<Finding> among = new ArrayList<>();
  private final Map<String, ProvedMigration> proved = new HashMap<>();
  private @Nullable ProofReport proof;
  private @Nullable RefusedException refusal;

  /** The files and the history together, in the order of the versions. */
  public static Listing of(List<Migration> files, List<HistoryRow> history) {
    var lines = new TreeMap<Version, Line>();
    var found = new HashMap<Version, Migration>();
    for (var migration : files) {
      lines.put(migration.version(), Line.pending(migration));
      found.put(migration.version(), migration);
    }
    for (var row : history) {
      var migration = row.migration();
      if (row.is(s -> s == HistoryStatus.ROLLED_BACK)) {
        continue;
      }
      lines.put(migration.version(), Line.past(row, found.get(migration.version())));
    }
    var applied = AppliedVersions.of(new AppliedHistory(history).migrations());
    lines.replaceAll((version, line) ->
        line.status().equals(Line.PENDING) && applied.has(version) ? Line.baselined(line) : line);
    var listing = new Listing();
    listing.lines.addAll(lines.values());
    return listing;
  }

  /** The same, with how far backfills have come. */
  public Listing with(Map<Version, BatchPosition> under) {
    under.forEach((version, position) -> positions.put(version.toString(), position));
    return this;
  }

  /** The same, with what the migrations do. */
  public Listing judged(List<JudgedMigration> looked) {
    looked.forEach(one -> judged.put(one.migration().version().toString(), one));
    return this;
  }

  /** The same, with findings about several migrations, or by other means, in the files' places. */
  public Listing among(List<Finding> several) {
    among.addAll(several);
    return this;
  }

  /** The same, with what a copy showed of them. */
  public void proved(ProofReport report) {
    proof = report;
    report.proof().acts().forEach(a -> proved.put(a.migration().version().toString(), a));
  }

  /** The same, of a run that would end with that refusal. */
  public void refused(RefusedException why) {
    refusal = why;
  }

  private @Nullable Phase phase(Line line) {
    var act = proved.get(line.version());
    return act == null ? line.phase() : act.proved();
  }

  /** With the files that are run whenever they change, after the migrations. */
  public Listing with(List<Repeatable> files, List<HistoryRow> history) {
    var rows = new TreeMap<String, HistoryRow>();
    history.forEach(row -> rows.put(row.name(), row));
    for (var file : files) {
      var row = rows.remove(file.name());
      boolean same = row != null && file.isText(row.checksum());
      var status = row == null ? Line.PENDING : same ? row.status().text() : "changed";
      repeatables.add(
          new Line(
              file.name(),
              file.description(),
              file.phase(),
              status,
              file.checksum(),
              row == null ? null : row.appliedAt(),
              row == null ? null : row.millis(),
              file.file(),
              null,
              null));
    }
    rows.values().forEach(row -> repeatables.add(Line.gone(row)));
    return this;
  }

  /** A table of what is planned. */
  public String text() {
    return table(false);
  }

  /** A table with the times, and with what isn't as it should be below each line. */
  public String past() {
    return table(true);
  }

  private String table(boolean times) {
    var all = Stream.concat(lines.stream(), repeatables.stream()).toList();
    int width = all.stream().mapToInt(line -> line.version().length()).reduce(NARROW, Math::max);
    var form = "%-" + width + "s %-9s %-11s " + (times ? "%-19s " : "%s") + "%s%n";
    var text = new StringBuilder();
    text.append(
        form.formatted("VERSION", "PHASE", "STATUS", times ? "APPLIED AT" : "", "DESCRIPTION"));
    for (var line : all) {
      var counts = phase(line);
      boolean unseen = line.status().equals(HistoryStatus.BASELINED.text());
      var phase = counts == null && unseen ? "-" : Phase.words(counts);
      var time = times ? Texts.second(line.appliedAt()) : "";
      text.append(
          form.formatted(
              Printable.line(line.version()),
              phase,
              line.status(),
              time,
              Printable.line(line.description())));
      if (times && line.drift() != null) {
        text.append("  %s%n".formatted(Printable.line(line.drift().words(line.file()))));
      }
      if (times && line.error() != null) {
        text.append("  %s%n".formatted(Printable.line(line.error())));
      }
    }
    return text.toString();
  }

  /** Whether there is something that a run would do. */
  public boolean isPending() {
    return Stream.concat(lines.stream(), repeatables.stream())
        .anyMatch(line -> !line.applied() && line.file() != null);
  }

  public String json(@Nullable CompatibilityWindow window) {
    return json(window, null);
  }

  public String json(@Nullable CompatibilityWindow window, @Nullable Estimate estimate) {
    var json = new JsonWriter();
    json.beginObject().name("migrations").beginArray();
    lines.forEach(line -> write(json, "version", line));
    json.endArray();
    if (!repeatables.isEmpty()) {
      json.name("repeatables").beginArray();
      repeatables.forEach(line -> write(json, "name", line));
      json.endArray();
    }
    window(json, window);
    if (estimate != null) {
      json.member("estimatedMs", estimate.millis());
    }
    if (proof != null) {
      proof.write(json.name("proof"));
    }
    if (refusal != null) {
      JsonError.refusal(json, refusal);
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

  private void write(JsonWriter json, String key, Line line) {
    var phase = phase(line);
    json.beginObject()
        .member(key, line.version())
        .member("description", line.description())
        .member("phase", phase == null ? null : phase.text())
        .member("status", line.status())
        .member("checksum", line.checksum())
        .member("appliedAt", line.appliedAt())
        .member("executionTimeMs", line.millis())
        .member("file", line.file())
        .member("drift", line.drift() == null ? null : line.drift().text())
        .member("error", line.error());
    var position = positions.get(line.version());
    if (position != null) {
      progress(json, position);
    }
    var looked = judged.get(line.version());
    if (looked != null) {
      json.member("certainty", looked.judgement().certainty().text());
      LintJson.findings(json, findings(line, looked));
    }
    json.endObject();
  }

  private List<Finding> findings(Line line, JudgedMigration looked) {
    var findings = new ArrayList<>(SeverityRules.of(looked.judgement()));
    findings.addAll(SeverityRules.among(among, looked.judgement()));
    var act = proved.get(line.version());
    if (act != null) {
      findings.addAll(act.findings());
    }
    return findings;
  }

  /** The window as a member, where there is one. */
  public static void window(JsonWriter json, @Nullable CompatibilityWindow window) {
    if (window == null) {
      return;
    }
    json.name("window").beginObject();
    json.member("minimum", window.minimum().toString())
        .member("maximum", window.maximum().toString());
    json.member("claim", window.claim() == null ? null : window.claim().toString()).endObject();
  }

  /** All of a few; of many the first ones and the last one. */
  static String join(List<Version> versions) {
    var words = versions.stream().map(Version::toString).toList();
    return words.size() <= MANY
        ? String.join(", ", words)
        : String.join(", ", words.subList(0, 3)) + ", … " + words.getLast();
  }

  public static String pending(List<PendingMigration> pending) {
    return String.join(
        ", ",
        pending.stream().map(p -> p.version() + " (" + Phase.words(p.phase()) + ")").toList());
  }
}
