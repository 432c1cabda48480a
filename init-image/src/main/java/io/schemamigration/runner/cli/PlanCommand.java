package io.schemamigration.runner.cli;

import io.schemamigration.core.plan.Mode;
import io.schemamigration.core.plan.Plan;
import io.schemamigration.core.plan.PlanRequest;
import io.schemamigration.core.plan.Planner;
import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.source.Problem;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.cli.StatusCommand.Found;
import io.schemamigration.runner.db.Ledger.HistoryRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code migrate plan}, and {@code up --dry-run}: what would be applied. */
final class PlanCommand {
  private static final int PREVIEW = 100;

  private final Console console;
  private final Arguments arguments;

  PlanCommand(Console console, Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
  }

  ExitCode run() {
    return run(arguments.version("to"));
  }

  /** The way to that version; null: the highest. */
  ExitCode run(@Nullable Version wanted) {
    var access = arguments.access();
    var source = Sources.read(arguments.dir(), Sources.dialect(access.url()));
    var found = Found.read(access);
    var row = found.row();
    boolean owned = row != null && row.owner() != null;
    var window = row == null ? CompatibilityWindow.EMPTY : row.window();
    var plan =
        Planner.plan(
            new PlanRequest(
                source,
                found.history().stream().map(HistoryRow::migration).toList(),
                window,
                row == null ? null : row.pending(),
                wanted,
                owned || UpCommand.expandOnly(arguments) ? Mode.EXPAND_ONLY : Mode.BY_HAND,
                arguments.has("out-of-order")));
    return switch (plan) {
      case Plan.Refused(var reason, List<Problem> problems) -> {
        problems.forEach(
            p -> console.err().println("migrate: " + Sources.inFolder(p.text(), arguments.dir())));
        yield ExitCode.REFUSED;
      }
      case Plan.Apply apply ->
          show(
              apply,
              Estimate.of(apply.toApply(), found.history()),
              BackfillNotes.of(access, apply.toApply()));
    };
  }

  private ExitCode show(Plan.Apply plan, Estimate estimate, BackfillNotes notes) {
    var listing = Listing.of(plan.toApply(), List.of());
    if (arguments.json()) {
      console.out().println(listing.json(plan.after(), estimate));
      return ExitCode.DONE;
    }
    if (plan.toApply().isEmpty()) {
      console.out().println("nothing to do");
    } else {
      console.out().print(listing.text());
      estimate.text().ifPresent(console.out()::println);
    }
    for (var migration : plan.toApply()) {
      console.out().println("\n-- " + migration.file());
      boolean whole = arguments.has("sql");
      for (var statement : migration.up()) {
        var note = notes.text(statement);
        if (note != null) {
          console.out().println("   -- " + note);
        }
        console.out().println(whole ? statement.sql() + ";" : preview(statement.sql()));
      }
    }
    if (!plan.remaining().isEmpty()) {
      console.out().println("\nstays pending: " + Listing.pending(plan.remaining()));
    }
    var blocked = plan.blocked();
    if (blocked != null) {
      console
          .out()
          .println(blocked.version() + " waits for " + blocked.by() + " to be applied first");
    }
    return ExitCode.DONE;
  }

  static String preview(String sql) {
    var line = sql.replaceAll("\\s+", " ").strip();
    return "   " + (line.length() <= PREVIEW ? line : line.substring(0, PREVIEW - 1) + "…");
  }
}
