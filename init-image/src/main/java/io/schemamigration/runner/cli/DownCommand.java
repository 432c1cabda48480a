package io.schemamigration.runner.cli;

import io.schemamigration.core.plan.DownTarget;
import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.core.report.Report;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.cli.input.UsageException;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.cli.output.JsonError;
import io.schemamigration.runner.cli.output.Listing;
import io.schemamigration.runner.cli.output.RenewedLine;
import io.schemamigration.runner.cli.output.RunOutput;
import io.schemamigration.runner.cli.output.Texts;
import io.schemamigration.runner.db.Opening;
import io.schemamigration.runner.db.ledger.HistoryRow;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.foresee.Standing;
import io.schemamigration.runner.foresee.WayBack;
import io.schemamigration.runner.run.BeforeBreaking;
import io.schemamigration.runner.run.StepRequest;
import io.schemamigration.runner.source.Folder;
import io.schemamigration.runner.step.StepRunner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code migrate down}, {@code to} and {@code redo}: the ways that lead back. */
final class DownCommand {
  private static final String TAKEN_BACK = "rolled back";

  private final Console console;
  private final Arguments arguments;

  DownCommand(Console console, Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
  }

  /** The last one, or as many as asked for. */
  ExitCode down() {
    return back(target());
  }

  /** To that version, whichever way it is. */
  ExitCode to() {
    if (arguments.words().size() != 1) {
      throw new UsageException("migrate to needs a version, e.g. migrate to 3");
    }
    var word = arguments.words().getFirst();
    var version =
        Version.parse(word)
            .orElseThrow(
                () -> new UsageException(word + " is not a version such as 7 or 20251127100000"));
    var found = Standing.read(arguments.access(), console.err()::println);
    for (var row : found.history()) {
      var migration = row.migration();
      if (migration.status().applied() && migration.version().isAbove(version)) {
        return back(new DownTarget.To(version));
      }
    }
    var request = forward(version);
    return arguments.has(Flag.DRY_RUN)
        ? new PlanCommand(console, arguments).run(request)
        : finish(asking(request), "applied");
  }

  /** Asks before it applies what older code may not survive, unless a flag says otherwise. */
  private Report asking(StepRequest request) {
    return arguments.has(Flag.YES)
        ? run(request)
        : run(request, breaking -> Consent.breaking(console, breaking));
  }

  /** The last one back and forth again, in a transaction each. */
  ExitCode redo() {
    var output = new RunOutput(console, arguments);
    var back = run(new StepRequest.Down(new DownTarget.Steps(1), override()));
    if (ExitCode.of(back.outcome()) != ExitCode.DONE || back.applied().isEmpty()) {
      output.tell(back, TAKEN_BACK);
      return ExitCode.of(back.outcome());
    }
    return finish(run(forward(back.applied().getFirst())), "rolled back and applied again");
  }

  private DownTarget target() {
    if (arguments.has(Flag.TO) && arguments.has(Flag.STEPS)) {
      throw new UsageException("--to and --steps can't be combined");
    }
    @Nullable Version to = arguments.version(Flag.TO);
    if (to != null) {
      return new DownTarget.To(to);
    }
    long steps = arguments.has(Flag.STEPS) ? arguments.number(Flag.STEPS) : 1;
    if (steps < 1 || steps > Integer.MAX_VALUE) {
      throw new UsageException("--steps must be 1 or more, not " + steps);
    }
    return new DownTarget.Steps((int) steps);
  }

  private ExitCode back(DownTarget target) {
    var request = new StepRequest.Down(target, override());
    return arguments.has(Flag.DRY_RUN) ? preview(request) : finish(run(request), TAKEN_BACK);
  }

  private StepRequest.ByHand forward(Version version) {
    return new StepRequest.ByHand(version, false, false, override());
  }

  private @Nullable String override() {
    return arguments.get(Flag.OVERRIDE_OWNER);
  }

  private Report run(StepRequest request) {
    return run(request, breaking -> {});
  }

  private Report run(StepRequest request, BeforeBreaking told) {
    var access = arguments.access();
    var progress = RenewedLine.of(console, arguments);
    try (var opening = Opening.of(access)) {
      return new StepRunner(opening, request, Folder.read(arguments.dir()), progress)
          .remembering(arguments.memory())
          .beforehand(Backups.of(arguments, access, progress::tell))
          .beforeBreaking(told)
          .run();
    }
  }

  private ExitCode finish(Report report, String done) {
    new RunOutput(console, arguments).tell(report, done);
    return ExitCode.of(report.outcome());
  }

  private ExitCode preview(StepRequest.Down request) {
    var access = arguments.access();
    var dialect = access.url().dialect();
    var source = Sources.read(arguments, dialect);
    var standing = Standing.read(access, console.err()::println);
    try {
      return show(WayBack.plan(standing, request, source, dialect), standing.history());
    } catch (RefusedException e) {
      e.problems().forEach(p -> console.err().println("migrate: " + p.text()));
      if (arguments.json()) {
        var json = new JsonWriter().beginObject();
        JsonError.refusal(json, e);
        console.out().println(json.endObject());
      }
      return ExitCode.REFUSED;
    }
  }

  private ExitCode show(List<Migration> migrations, List<HistoryRow> history) {
    if (arguments.json()) {
      var applied =
          history.stream()
              .filter(r -> r.migration().status().applied())
              .filter(r ->
                  migrations.stream().anyMatch(m -> m.version().equals(r.migration().version())))
              .toList();
      console.out().println(Listing.of(migrations, applied).json(null));
      return ExitCode.DONE;
    }
    if (migrations.isEmpty()) {
      console.out().println("nothing to do");
    }
    for (var migration : migrations) {
      console.out().println("rolling back " + migration.version() + ": " + migration.downFile());
      migration.down().forEach(s -> console.out().println(Texts.preview(s.sql())));
    }
    return ExitCode.DONE;
  }
}
