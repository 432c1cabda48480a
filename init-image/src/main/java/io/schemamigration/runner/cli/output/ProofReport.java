package io.schemamigration.runner.cli.output;

import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.core.report.Printable;
import io.schemamigration.core.window.Phase;
import io.schemamigration.runner.prove.OldQueries;
import io.schemamigration.runner.prove.Proof;
import io.schemamigration.runner.prove.ProvedMigration;

/**
 * What a proof showed, as text and as JSON.
 *
 * @param rows whether the copy had the rows of the original
 */
public record ProofReport(Proof proof, OldQueries queries, boolean rows) {

  public String text() {
    var text = new StringBuilder("\nproof on a copy" + (rows ? "\n" : " without rows\n"));
    for (var act : proof.acts()) {
      text.append(Printable.line(act.migration().file()))
          .append(" (")
          .append(Phase.words(act.counts()))
          .append(")\n");
      for (var change : act.changes()) {
        text.append("   ")
            .append(Printable.line(change.text()))
            .append(": ")
            .append(change.phase().text());
        text.append('\n');
      }
      act.rewritten()
          .forEach(table -> text.append("   rewrites ").append(Printable.line(table)).append('\n'));
      act.locks()
          .forEach(lock -> text.append("   locks ").append(Printable.line(lock)).append('\n'));
      for (var lost : act.lost()) {
        text.append("   older code loses the query on line ").append(lost.query().line());
        text.append(": ").append(Texts.preview(lost.query().sql()).strip());
        text.append("\n     ").append(Printable.line(lost.said())).append('\n');
      }
      act.findings()
          .forEach(
              finding -> text.append("   ").append(Printable.line(finding.text())).append('\n'));
      if (act.proved() != act.counts()) {
        text.append("   declare it: -- phase: ").append(Phase.words(act.proved())).append('\n');
      }
    }
    if (!queries.queries().isEmpty() && proof.failure() == null) {
      long lost = proof.acts().stream().mapToLong(a -> a.lost().size()).sum();
      text.append(lost).append(" of ").append(queries.queries().size());
      text.append(" queries of older code fail\n");
    }
    return text.toString();
  }

  /** As the next value. */
  void write(JsonWriter json) {
    json.beginObject().member("copy", rows ? "whole" : "structure").name("migrations").beginArray();
    for (var act : proof.acts()) {
      act(json, act);
    }
    json.endArray().member("queries", (long) queries.queries().size());
    var failure = proof.failure();
    if (failure != null) {
      JsonError.write(json.name("failure"), failure);
    }
    json.endObject();
  }

  private static void act(JsonWriter json, ProvedMigration act) {
    json.beginObject()
        .member("version", act.migration().version().toString())
        .member("file", act.migration().file())
        .member("phase", act.counts() == null ? null : act.counts().text())
        .name("changes")
        .beginArray();
    for (var change : act.changes()) {
      json.beginObject().member("phase", change.phase().text()).member("message", change.text());
      boolean stricter = act.stricter().contains(change);
      json.member("rule", stricter ? Rule.PROVED_STRICTER.id() : null).endObject();
    }
    json.endArray().name("rewritten").beginArray();
    act.rewritten().forEach(json::value);
    json.endArray().name("locks").beginArray();
    act.locks().forEach(json::value);
    json.endArray().name("lost").beginArray();
    for (var lost : act.lost()) {
      json.beginObject()
          .member("line", (long) lost.query().line())
          .member("query", lost.query().sql())
          .member("message", lost.said())
          .endObject();
    }
    json.endArray().endObject();
  }
}
