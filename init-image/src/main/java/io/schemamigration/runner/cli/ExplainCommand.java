package io.schemamigration.runner.cli;

import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.UsageException;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.lint.RulePages;
import io.schemamigration.runner.words.Nearest;
import java.util.Arrays;
import java.util.List;

/** {@code migrate explain}: what a rule finds, and what to do about it. */
final class ExplainCommand {
  private final Console console;
  private final Arguments arguments;

  ExplainCommand(Console console, Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
  }

  ExitCode run() {
    var rules = rules();
    boolean all = arguments.words().isEmpty();
    if (arguments.json()) {
      console.out().println(json(rules, !all));
    } else if (all) {
      for (var rule : rules) {
        console
            .out()
            .println("%-32s %-8s %s".formatted(rule.id(), rule.severity().text(), rule.summary()));
      }
    } else {
      console.out().print(RulePages.page(rules.getFirst()));
    }
    return ExitCode.DONE;
  }

  private List<Rule> rules() {
    if (arguments.words().isEmpty()) {
      return List.of(Rule.values());
    }
    var id = arguments.words().getFirst();
    var ids = Arrays.stream(Rule.values()).map(Rule::id).toList();
    var near = Nearest.of(id, ids);
    var meant = near == null ? "; " : "; did you mean '" + near + "'? ";
    return List.of(
        Rule.parse(id)
            .orElseThrow(() ->
                new UsageException(
                    "there is no rule '" + id + "'" + meant + "migrate explain lists them")));
  }

  private static String json(List<Rule> rules, boolean pages) {
    var json = new JsonWriter();
    json.beginObject().name("rules").beginArray();
    for (var rule : rules) {
      var dialect = rule.dialect();
      json.beginObject()
          .member("rule", rule.id())
          .member("severity", rule.severity().text())
          .member(
              "dialect", dialect == null ? null : dialect.name().toLowerCase(java.util.Locale.ROOT))
          .member("summary", rule.summary())
          .member("page", pages ? RulePages.page(rule) : null)
          .endObject();
    }
    return json.endArray().endObject().toString();
  }
}
