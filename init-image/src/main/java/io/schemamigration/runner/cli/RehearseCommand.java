package io.schemamigration.runner.cli;

import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.cli.output.RehearsalReport;
import io.schemamigration.runner.cli.output.Texts;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.scratch.ScratchCopy;
import io.schemamigration.runner.db.scratch.ScratchDatabase;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.rehearse.QueryPlans;
import io.schemamigration.runner.rehearse.Rehearsal;
import io.schemamigration.runner.run.StepRequest;
import java.nio.file.Path;
import java.util.List;

/** {@code migrate rehearse}: the pending migrations on a copy of the database, measured. */
final class RehearseCommand {
  private final Console console;
  private final Arguments arguments;

  RehearseCommand(Console console, Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
  }

  ExitCode run() {
    var access = arguments.access();
    var dialect = access.url().dialect();
    var queries = queries();
    return switch (dialect) {
      case SQLITE -> {
        var scratch = arguments.get(Flag.SCRATCH_DIR);
        try (var copy = ScratchCopy.of(access, scratch == null ? null : Path.of(scratch));
            var session = Session.open(copy.access())) {
          yield on(session, queries);
        }
      }
      case POSTGRESQL -> {
        try (var copy = ScratchDatabase.of(access, null, line -> console.err().println(line))) {
          var why = copy.copyWhole();
          if (why != null) {
            throw new RefusedException(
                Reason.WAITING_FOR_LOCK,
                why,
                "Rehearse on a server restored from a backup, or while the application is stopped.");
          }
          try (var session = copy.open()) {
            yield on(session, queries);
          }
        }
      }
    };
  }

  private ExitCode on(Session session, List<Statement> queries) {
    var source = Sources.read(arguments, session.dialect());
    var before = QueryPlans.of(session, queries);
    var outcome =
        new Rehearsal(session, request(), source, line -> console.err().println(line)).run();
    var after = QueryPlans.of(session, queries);
    var report = new RehearsalReport(outcome, queries, before, after);
    console.out().print(arguments.json() ? report.json() : report.text());
    var failure = outcome.failure();
    if (failure == null) {
      return ExitCode.DONE;
    }
    console.failed(Texts.failure(failure));
    return ExitCode.FAILED;
  }

  /**
   * Everything that is pending, also what an owner's gate would hold back: nobody uses the copy.
   */
  private StepRequest.Expand request() {
    return new StepRequest.ByHand(
        arguments.version(Flag.TO), arguments.has(Flag.OUT_OF_ORDER), false, "rehearsal");
  }

  private List<Statement> queries() {
    return Sources.queries(arguments).queries().stream()
        .map(query -> new Statement(query.sql(), query.line()))
        .toList();
  }
}
