package io.schemamigration.runner.cli;

import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.cli.output.Listing;
import io.schemamigration.runner.db.Access;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.backfill.BatchPosition;
import io.schemamigration.runner.db.backfill.BatchRow;
import io.schemamigration.runner.db.ledger.History;
import io.schemamigration.runner.db.ledger.HistoryRow;
import io.schemamigration.runner.db.ledger.Ledger;
import io.schemamigration.runner.db.ledger.WindowRow;
import io.schemamigration.runner.run.AppliedHistory;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code migrate status}. */
final class StatusCommand {
  private final Console console;
  private final Arguments arguments;

  StatusCommand(Console console, Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
  }

  ExitCode run() {
    var access = arguments.access();
    var dialect = access.url().dialect();
    var written = Sources.read(arguments.dir(), dialect);
    var found = Found.read(access);
    var source =
        Sources.settled(written, dialect, new AppliedHistory(found.history()).open(written));
    var listing =
        Listing.of(source.migrations(), found.history())
            .with(found.positions())
            .with(source.repeatables(), found.repeatables());
    var window = found.row() == null ? CompatibilityWindow.EMPTY : found.row().window();
    if (arguments.json()) {
      console.out().println(listing.json(window));
    } else {
      console.out().print(listing.text());
      found
          .positions()
          .forEach((version, position) -> {
            var percent = position.percent(0);
            console
                .out()
                .println(
                    version
                        + ": backfill of "
                        + position.of()
                        + ": "
                        + (percent == null ? "" : percent + " %, ")
                        + position.words());
          });
      var claim = window.claim() == null ? "" : "; contract " + window.claim() + " is claimed";
      console
          .out()
          .println(
              "code from schema "
                  + window.effectiveMinimum()
                  + " to "
                  + window.maximum()
                  + " may run"
                  + claim);
    }
    return ExitCode.DONE;
  }

  /**
   * What a database holds.
   *
   * @param row null where there is none
   * @param positions of the backfills that are under way
   * @param repeatables the rows of files that are run whenever they change
   */
  record Found(
      @Nullable WindowRow row,
      List<HistoryRow> history,
      SortedMap<Version, BatchPosition> positions,
      List<HistoryRow> repeatables) {
    private static final Found NOTHING = new Found(null, List.of(), new TreeMap<>(), List.of());

    /** Reads, and changes nothing. */
    static Found read(Access access) {
      try (var session = Session.openToRead(access)) {
        if (session == null) {
          return NOTHING;
        }
        var ledger = new Ledger(session);
        if (!ledger.exists()) {
          return NOTHING;
        }
        var row = ledger.row(false);
        var history = ledger.history();
        var positions = new TreeMap<Version, BatchPosition>();
        for (var past : history) {
          var version = past.migration().version();
          var position =
              past.is(s -> s == HistoryStatus.RUNNING)
                  ? new BatchRow(session).running(version)
                  : null;
          if (position != null) {
            positions.put(version, position);
          }
        }
        return new Found(row, history, positions, new History(session).repeatables());
      }
    }
  }
}
