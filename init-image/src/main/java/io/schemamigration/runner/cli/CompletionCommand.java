package io.schemamigration.runner.cli;

import static java.util.stream.Collectors.joining;

import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.cli.input.Help;
import io.schemamigration.runner.cli.input.UsageException;
import io.schemamigration.runner.cli.input.Verb;
import io.schemamigration.runner.cli.output.Console;
import java.util.Arrays;

/** {@code migrate completion}: a shell's completion, made from the verbs and their flags. */
final class CompletionCommand {
  private final Console console;
  private final Arguments arguments;

  CompletionCommand(Console console, Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
  }

  ExitCode run() {
    var shell = arguments.words().isEmpty() ? "" : arguments.words().getFirst();
    var text =
        switch (shell) {
          case "bash" -> bash();
          case "zsh" -> "autoload -U +X bashcompinit && bashcompinit\n" + bash();
          case "fish" -> fish();
          default -> throw new UsageException("migrate completion needs bash, zsh or fish");
        };
    if (arguments.json()) {
      var json = new JsonWriter().beginObject().member("shell", shell).member("script", text);
      console.out().println(json.endObject());
    } else {
      console.out().print(text);
    }
    return ExitCode.DONE;
  }

  private static String verbs() {
    return Arrays.stream(Verb.values()).map(Verb::text).collect(joining(" "));
  }

  /** What may stand after a verb, where that is one of a few. */
  private static String words(Verb verb) {
    if (verb == Verb.COMPLETION) {
      return "bash zsh fish";
    }
    if (verb == Verb.EXPLAIN) {
      return Arrays.stream(Rule.values()).map(Rule::id).collect(joining(" "));
    }
    return verb == Verb.STEP ? "expand claim withdraw contract" : "";
  }

  private static String bash() {
    var text =
        new StringBuilder(
            """
            _migrate() {
              local word="${COMP_WORDS[COMP_CWORD]}" words plain
              if [ "$COMP_CWORD" -eq 1 ]; then
            """);
    text.append("    words=\"")
        .append(verbs())
        .append("\"\n  else\n    case \"${COMP_WORDS[1]}\" in\n");
    for (var verb : Verb.values()) {
      text.append("      ").append(verb.text()).append(") words=\"");
      text.append(verb.flags().inOrder().stream().map(Flag::toString).collect(joining(" ")));
      text.append("\" plain=\"").append(words(verb)).append("\" ;;\n");
    }
    return text.append(
            """
                esac
                [[ "$word" == -* ]] || words=$plain
              fi
              COMPREPLY=($(compgen -W "$words" -- "$word"))
            }
            complete -o default -F _migrate migrate
            """)
        .toString();
  }

  private static String fish() {
    var text = new StringBuilder();
    for (var verb : Verb.values()) {
      text.append("complete -c migrate -n __fish_use_subcommand -f -a ").append(verb.text());
      text.append(" -d '").append(verb.summary().replace("'", "\\'")).append("'\n");
      if (!words(verb).isEmpty()) {
        text.append("complete -c migrate -f -n '__fish_seen_subcommand_from ").append(verb.text());
        text.append("' -a '").append(words(verb)).append("'\n");
      }
      for (var flag : verb.flags().inOrder()) {
        text.append("complete -c migrate -n '__fish_seen_subcommand_from ").append(verb.text());
        text.append("' -l ").append(flag.text());
        text.append(" -d '").append(Help.meaning(verb, flag).replace("'", "\\'")).append("'\n");
      }
    }
    return text.toString();
  }
}
