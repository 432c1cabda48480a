package io.schemamigration.runner.lint;

import io.schemamigration.core.analysis.Finding;
import io.schemamigration.core.report.JsonWriter;
import java.util.List;

/** For programs. */
public final class LintJson {
  private LintJson() {}

  /** One object: findings, and the migrations that were judged. */
  public static String of(Lint lint) {
    var json = new JsonWriter();
    json.beginObject();
    findings(json, lint.findings());
    json.name("migrations").beginArray();
    for (var migration : lint.migrations()) {
      var declared = migration.declared();
      json.beginObject()
          .member("version", migration.version())
          .member("file", migration.file())
          .member("phase", migration.phase().text())
          .member("declared", declared == null ? null : declared.text())
          .member("certainty", migration.certainty().text())
          .endObject();
    }
    return json.endArray().endObject().toString();
  }

  /** Findings, as a member of the object that is open. */
  public static void findings(JsonWriter json, List<Finding> findings) {
    json.name("findings").beginArray();
    for (var finding : findings) {
      json.beginObject()
          .member("rule", finding.rule().id())
          .member("severity", finding.severity().text())
          .member("file", finding.file())
          .member("line", finding.line())
          .member("column", finding.column())
          .member("message", finding.message())
          .member("advice", finding.advice())
          .endObject();
    }
    json.endArray();
  }
}
