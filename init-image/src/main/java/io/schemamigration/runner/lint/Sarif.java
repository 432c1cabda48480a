package io.schemamigration.runner.lint;

import io.schemamigration.core.analysis.Finding;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.analysis.Severity;
import io.schemamigration.core.report.JsonWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

/** The Static Analysis Results Interchange Format 2.1.0 of OASIS. */
public final class Sarif {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private Sarif() {}

  /**
   * A log with one run.
   *
   * @param version of this program
   */
  public static String of(Lint lint, String version) {
    var rules = rules(lint);
    var json = new JsonWriter();
    json.beginObject().member("$schema", SCHEMA).member("version", "2.1.0");
    json.name("runs").beginArray().beginObject();
    json.name("tool").beginObject().name("driver").beginObject();
    json.member("name", "migrate").member("version", version);
    json.name("rules").beginArray();
    for (var rule : rules) {
      describe(json, rule);
    }
    json.endArray().endObject().endObject();
    json.member("columnKind", "unicodeCodePoints");
    json.name("results").beginArray();
    for (var finding : lint.findings()) {
      result(json, finding, rules.indexOf(finding.rule()));
    }
    return json.endArray().endObject().endArray().endObject().toString();
  }

  private static List<Rule> rules(Lint lint) {
    var rules = new ArrayList<Rule>();
    for (var finding : lint.findings()) {
      if (!rules.contains(finding.rule())) {
        rules.add(finding.rule());
      }
    }
    return rules;
  }

  private static void describe(JsonWriter json, Rule rule) {
    json.beginObject().member("id", rule.id());
    json.name("shortDescription").beginObject().member("text", rule.summary()).endObject();
    var page = RulePages.page(rule);
    json.name("help").beginObject().member("text", page).member("markdown", page).endObject();
    json.name("defaultConfiguration")
        .beginObject()
        .member("level", level(rule.severity()))
        .endObject()
        .endObject();
  }

  private static void result(JsonWriter json, Finding finding, int rule) {
    json.beginObject()
        .member("ruleId", finding.rule().id())
        .member("ruleIndex", rule)
        .member("level", level(finding.severity()));
    json.name("message")
        .beginObject()
        .member("text", (finding.message() + "\n" + finding.advice()).strip())
        .endObject();
    json.name("locations").beginArray().beginObject().name("physicalLocation").beginObject();
    json.name("artifactLocation")
        .beginObject()
        .member("uri", uri(finding.file()))
        .endObject()
        .name("region")
        .beginObject()
        .member("startLine", finding.line())
        .member("startColumn", finding.column())
        .endObject();
    json.endObject().endObject().endArray().endObject();
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case OFF -> "none";
      case NOTICE -> "note";
      case WARNING -> "warning";
      case ERROR -> "error";
    };
  }

  private static String uri(String file) {
    int colon = file.indexOf(':');
    int slash = file.indexOf('/');
    boolean likeScheme = colon >= 0 && (slash < 0 || colon < slash);
    try {
      return new URI(null, null, likeScheme ? "./" + file : file, null).toASCIIString();
    } catch (URISyntaxException e) {
      return file;
    }
  }
}
