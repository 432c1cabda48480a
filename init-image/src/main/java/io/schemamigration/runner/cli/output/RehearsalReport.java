package io.schemamigration.runner.cli.output;

import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.core.report.Printable;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.runner.rehearse.QueryPlans;
import io.schemamigration.runner.rehearse.Rehearsal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a rehearsal showed, as text and as JSON. */
public record RehearsalReport(
    Rehearsal.Outcome outcome, List<Statement> queries, QueryPlans before, QueryPlans after) {
  private static final String LINE = "%-16s %8s %10s %10s  %s%n";

  public String text() {
    var text = new StringBuilder();
    if (outcome.acts().isEmpty() && outcome.failure() == null) {
      return "nothing to do\n";
    }
    text.append(LINE.formatted("VERSION", "MS", "LOCKED MS", "ROWS", "FILE"));
    for (var act : outcome.acts()) {
      var file = act.migration().file();
      text.append(
          LINE.formatted(
              act.migration().version(),
              act.millis(),
              orDash(act.lockedMillis()),
              orDash(act.rows()),
              Printable.line(file)));
      for (var lock : act.locks()) {
        text.append("    locks ").append(Printable.line(lock)).append('\n');
      }
    }
    for (int i = 0; i < queries.size(); i++) {
      query(text, i);
    }
    for (var index : after.indices()) {
      if (!queries.isEmpty() && !before.indices().contains(index)) {
        var lines = usedBy(index);
        var used = "used by the query on line " + String.join(", ", lines);
        text.append("\nindex ").append(Printable.line(index)).append(": ");
        text.append(lines.isEmpty() ? none() : used).append('\n');
      }
    }
    return text.toString();
  }

  private static String orDash(@Nullable Long number) {
    return number == null ? "-" : number.toString();
  }

  private void query(StringBuilder text, int number) {
    var query = queries.get(number);
    var was = plan(before, number);
    var is = plan(after, number);
    text.append("\nline ").append(query.line()).append(": ");
    text.append(Texts.preview(query.sql()).strip());
    text.append(was.equals(is) ? "\n  as before: " : "\n  before: " + was + "\n  after:  ");
    text.append(is).append('\n');
  }

  private String none() {
    long open = after.plans().stream().filter(QueryPlans::failed).count();
    return open == 0
        ? "none of these queries uses it"
        : "none of these queries uses it, but " + open + " of them can't be planned";
  }

  private static String plan(QueryPlans plans, int query) {
    return Printable.line(String.join("; ", plans.plans().get(query)));
  }

  private List<String> usedBy(String index) {
    var lines = new ArrayList<String>();
    for (int i = 0; i < queries.size(); i++) {
      if (after.uses(i, index)) {
        lines.add(Integer.toString(queries.get(i).line()));
      }
    }
    return lines;
  }

  public String json() {
    var json = new JsonWriter();
    json.beginObject().name("migrations").beginArray();
    for (var act : outcome.acts()) {
      json.beginObject()
          .member("version", act.migration().version().toString())
          .member("file", act.migration().file())
          .member("millis", act.millis())
          .member("lockedMillis", act.lockedMillis())
          .member("rows", act.rows())
          .name("locks")
          .beginArray();
      act.locks().forEach(json::value);
      json.endArray().endObject();
    }
    json.endArray().name("queries").beginArray();
    for (int i = 0; i < queries.size(); i++) {
      json.beginObject()
          .member("line", (long) queries.get(i).line())
          .member("before", plan(before, i))
          .member("after", plan(after, i))
          .endObject();
    }
    json.endArray().name("indices").beginArray();
    for (var index : after.indices()) {
      if (!before.indices().contains(index)) {
        json.beginObject()
            .member("name", index)
            .name("used")
            .value(!usedBy(index).isEmpty())
            .endObject();
      }
    }
    json.endArray();
    var failure = outcome.failure();
    return json.member("failure", failure == null ? null : failure.message()).endObject().toString()
        + "\n";
  }
}
