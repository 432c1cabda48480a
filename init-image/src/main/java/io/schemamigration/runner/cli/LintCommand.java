package io.schemamigration.runner.cli;

import io.schemamigration.core.analysis.Severity;
import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.cli.input.UsageException;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.cli.output.Texts;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.judge.Judges;
import io.schemamigration.runner.lint.GithubAnnotations;
import io.schemamigration.runner.lint.Lint;
import io.schemamigration.runner.lint.LintException;
import io.schemamigration.runner.lint.LintJson;
import io.schemamigration.runner.lint.LintRun;
import io.schemamigration.runner.lint.LintSettings;
import io.schemamigration.runner.lint.LintText;
import io.schemamigration.runner.lint.Sarif;
import io.schemamigration.runner.lint.SettingsFile;
import io.schemamigration.runner.source.Folder;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code migrate lint}: what the files would do, reported before anything runs. */
final class LintCommand {
  private static final List<String> OUTPUTS = List.of("text", "json", "sarif", "github");

  private final Console console;
  private final Arguments arguments;

  LintCommand(Console console, Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
  }

  ExitCode run() {
    var output = arguments.has(Flag.OUTPUT) ? arguments.need(Flag.OUTPUT) : "text";
    if (!OUTPUTS.contains(output)) {
      throw new UsageException("--output must be text, json, sarif or github, not " + output);
    }
    try {
      var lint = lint();
      console.raw(written(lint, output));
      return lint.count(Severity.ERROR) > 0 ? ExitCode.FAILED : ExitCode.DONE;
    } catch (LintException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private Lint lint() {
    var folder = arguments.dir();
    var files = files(folder);
    var config = arguments.get(Flag.CONFIG);
    var settings = config == null ? SettingsFile.above(folder) : SettingsFile.read(Path.of(config));
    var dialect = dialect(settings);
    var judges = new Judges(dialect, release(settings)).remembering(arguments.memory());
    var named = arguments.words().stream().map(Path::of).toList();
    var run = new LintRun(folder, settings, files, named, dialect);
    var baseline = baseline(settings);
    if (!arguments.has(Flag.WRITE_BASELINE)) {
      return run.lint(judges, baseline);
    }
    if (baseline == null) {
      throw new UsageException("--write-baseline needs --baseline: the file to write");
    }
    return run.writeBaseline(judges, baseline);
  }

  private static List<SourceFile> files(Path folder) {
    try {
      return Folder.read(folder);
    } catch (RefusedException e) {
      throw new LintException(Texts.failure(e.failure()));
    }
  }

  private Dialect dialect(LintSettings settings) {
    if (arguments.has(Flag.DIALECT)) {
      return Sources.dialect(arguments);
    }
    boolean byFlag = arguments.has(Flag.URL) || arguments.has(Flag.URL_FILE);
    var said = byFlag ? null : settings.dialect();
    var dialect = said == null ? arguments.namedDialect() : said;
    return dialect == null ? Dialect.POSTGRESQL : dialect;
  }

  private int release(LintSettings settings) {
    if (arguments.has(Flag.RELEASE)) {
      long asked = arguments.number(Flag.RELEASE);
      if (!SettingsFile.isRelease(asked)) {
        throw new UsageException(
            "--release "
                + asked
                + ": PostgreSQL's releases 12 to 18 are supported; without --release the strictest"
                + " answer of all of them counts");
      }
      return known(Math.toIntExact(asked));
    }
    var release = settings.release();
    return release == null ? Judges.ANY_RELEASE : known(release);
  }

  private int known(int release) {
    if (release > SettingsFile.NEWEST) {
      console
          .err()
          .println(
              "note: PostgreSQL "
                  + release
                  + " is judged as "
                  + SettingsFile.NEWEST
                  + ", the newest release that is known: what is new in it is reported as syntax-error");
    }
    return Math.min(release, SettingsFile.NEWEST);
  }

  private @Nullable Path baseline(LintSettings settings) {
    var baseline = arguments.get(Flag.BASELINE);
    return baseline == null ? settings.baseline() : Path.of(baseline);
  }

  private static String written(Lint lint, String output) {
    return switch (output) {
      case "json" -> LintJson.of(lint) + "\n";
      case "sarif" -> Sarif.of(lint, Release.version()) + "\n";
      case "github" -> GithubAnnotations.of(lint);
      // the launcher looks whether it is a terminal: Java would load a library for it
      default -> LintText.of(lint, Boolean.getBoolean("migrate.colour"));
    };
  }
}
