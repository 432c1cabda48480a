package io.schemamigration.runner.cli.output;

import io.schemamigration.core.plan.Listed;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.core.report.Printable;
import io.schemamigration.runner.adopt.Adoption;
import java.util.ArrayList;
import java.util.List;

/**
 * What was taken over, for people and for programs.
 *
 * @param dry whether it only would be
 */
public record AdoptReport(Adoption adoption, boolean dry) {
  /** What else there is to know. */
  public List<String> notes() {
    var notes = new ArrayList<String>();
    var told = adoption.beliefs().told();
    if (told != null) {
      notes.add(told);
    }
    notes.addAll(adoption.beliefs().missing());
    notes.addAll(adoption.notes());
    return notes;
  }

  /** For people. */
  public String text() {
    var text = new StringBuilder(dry ? "would take over " : "took over ");
    text.append(adoption.rows().size()).append(" from ").append(adoption.table().tool().text());
    text.append(" (").append(Printable.line(adoption.table().words())).append("):");
    for (var row : adoption.rows()) {
      var file = row.file() == null ? row.row().description() + " (no file)" : row.file();
      text.append("%n  %-16s %s".formatted(row.version(), Printable.line(file)));
    }
    for (var row : adoption.repeatables()) {
      text.append("%n  %s".formatted(Printable.line(row.name())));
    }
    if (!adoption.pending().isEmpty()) {
      var pending = adoption.pending().stream().map(Listed::of).toList();
      text.append("%npending %d: %s".formatted(pending.size(), Listing.pending(pending)));
    }
    var window = adoption.window();
    text.append("%ncode from schema %s to %s ".formatted(window.minimum(), window.maximum()));
    text.append(dry ? "would be allowed to run" : "may run");
    if (!dry) {
      text.append(
          "%nnow switch %s off wherever it runs (when the application starts, in CI):"
              .formatted(adoption.table().tool().text()));
      text.append(" it knows nothing of what migrate applies and rolls back from here on");
    }
    return text.toString();
  }

  /** For programs. */
  public String json() {
    var json = new JsonWriter();
    json.beginObject().member("from", adoption.table().tool().text()).name("adopted").beginArray();
    for (var row : adoption.rows()) {
      var phase = row.row().phase();
      json.beginObject()
          .member("version", row.version().toString())
          .member("description", row.row().description())
          .member("phase", phase == null ? null : phase.text())
          .member("appliedAt", row.row().appliedAt())
          .member("file", row.file())
          .endObject();
    }
    json.endArray().name("repeatables").beginArray();
    adoption.repeatables().forEach(row -> json.value(row.name()));
    json.endArray().name("pending").beginArray();
    for (var migration : adoption.pending()) {
      json.value(migration.version().toString());
    }
    json.endArray().member("believed", adoption.beliefs().told());
    texts(json.name("missing"), adoption.beliefs().missing());
    texts(json.name("notes"), adoption.notes());
    Listing.window(json, adoption.window());
    return json.endObject().toString();
  }

  private static void texts(JsonWriter json, List<String> texts) {
    json.beginArray();
    texts.forEach(json::value);
    json.endArray();
  }
}
