package io.schemamigration.runner.cli;

import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.Printable;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.cli.input.Help;
import io.schemamigration.runner.cli.input.UsageException;
import io.schemamigration.runner.cli.input.Verb;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.cli.output.JsonError;
import io.schemamigration.runner.cli.output.Texts;
import io.schemamigration.runner.db.DatabaseException;
import io.schemamigration.runner.end.PassingException;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.judge.Judges;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Finds the verb and runs it; whatever goes wrong becomes a message and an exit code. */
public final class Cli {
  private static final List<String> HELP = List.of("--help", "-h");

  private final Console console;
  private final Map<String, String> environment;
  private final Path here;

  /** Writes to {@code console} and reads defaults from {@code environment}. */
  public Cli(Console console, Map<String, String> environment) {
    this(console, environment, Path.of(""));
  }

  /**
   * The same in that folder.
   *
   * @param here where settings and the usual folders of migrations are looked for
   */
  public Cli(Console console, Map<String, String> environment, Path here) {
    this.console = console;
    this.environment = environment;
    this.here = here;
  }

  /** Runs {@code migrate ARGS}. */
  public ExitCode run(String[] args) {
    try {
      return dispatch(args);
    } catch (UsageException e) {
      return failed(args, ExitCode.USAGE, String.valueOf(e.getMessage()));
    } catch (RefusedException e) {
      return failed(args, ExitCode.REFUSED, e.failure());
    } catch (PassingException e) {
      return failed(args, ExitCode.RETRY, e.failure());
    } catch (DatabaseException e) {
      return failed(args, ExitCode.FAILED, Printable.line(String.valueOf(e.getMessage())));
    }
  }

  private ExitCode failed(String[] args, ExitCode code, Failure failure) {
    console.failed(Texts.failure(failure));
    if (JsonError.json(args)) {
      console.out().println(JsonError.failure(failure));
    }
    return code;
  }

  private ExitCode failed(String[] args, ExitCode code, String message) {
    console.failed(message);
    if (JsonError.json(args)) {
      console.out().println(JsonError.failure(message));
    }
    return code;
  }

  private ExitCode dispatch(String[] args) {
    if (args.length == 0) {
      console.out().print(Help.all());
      return ExitCode.USAGE;
    }
    if (HELP.contains(args[0]) || args[0].equals("help")) {
      console.out().print(args.length == 1 ? Help.all() : Help.of(Verb.named(args[1])));
      return ExitCode.DONE;
    }
    if (args[0].equals("--version")) {
      console.out().println("migrate " + Release.version());
      console.out().println("grammar of PostgreSQL 18: " + Judges.grammar());
      return ExitCode.DONE;
    }
    var verb = Verb.named(args[0]);
    if (Arrays.stream(args).anyMatch(HELP::contains)) {
      console.out().print(Help.of(verb));
      return ExitCode.DONE;
    }
    return command(Arguments.parse(verb, args, environment, here));
  }

  private ExitCode command(Arguments arguments) {
    return switch (arguments.verb()) {
      case UP -> new UpCommand(console, arguments).run();
      case STEP -> new StepCommand(console, arguments).run();
      case TO -> new DownCommand(console, arguments).to();
      case DOWN -> new DownCommand(console, arguments).down();
      case REDO -> new DownCommand(console, arguments).redo();
      case PLAN ->
          arguments.has(Flag.PROVE)
              ? new ProveCommand(console, arguments).run()
              : new PlanCommand(console, arguments).run();
      case SQL -> new SqlCommand(console, arguments).run();
      case STATUS -> new StatusCommand(console, arguments).run();
      case CURRENT -> new HistoryCommand(console, arguments).current();
      case HISTORY -> new HistoryCommand(console, arguments).history();
      case LATEST -> new FilesCommand(console, arguments).latest();
      case VALIDATE -> new FilesCommand(console, arguments).validate();
      case LINT -> new LintCommand(console, arguments).run();
      case EXPLAIN -> new ExplainCommand(console, arguments).run();
      case VERIFY -> new VerifyCommand(console, arguments).run();
      case SPLIT -> new SplitCommand(console, arguments).run();
      case CREATE -> new CreateCommand(console, arguments).run();
      case ADOPT -> new AdoptCommand(console, arguments).run();
      case MARK_APPLIED -> new MarkCommand(console, arguments).applied();
      case MARK_ROLLED_BACK -> new MarkCommand(console, arguments).rolledBack();
      case COMPLETION -> new CompletionCommand(console, arguments).run();
      case REPAIR ->
          arguments.has(Flag.RECREATE)
              ? new RepairCommand(console, arguments).recreate()
              : arguments.has(Flag.ACCEPT_CHECKSUM) || arguments.has(Flag.REASON)
                  ? new MarkCommand(console, arguments).acceptChecksum()
                  : new RepairCommand(console, arguments).leftovers();
      case REHEARSE -> new RehearseCommand(console, arguments).run();
      case BACKUP -> new BackupCommand(console, arguments).backup();
      case RESTORE -> new BackupCommand(console, arguments).restore();
      case RENUMBER -> new RenumberCommand(console, arguments).run();
      case MERGE -> new MergeCommand(console, arguments).run();
      case BASELINE -> new BaselineCommand(console, arguments).run();
    };
  }
}
