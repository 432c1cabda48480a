package io.schemamigration.runner.cli;

import io.schemamigration.core.plan.AppliedMigration;
import io.schemamigration.core.plan.Planner;
import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.cli.output.Listing;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.ledger.History;
import io.schemamigration.runner.db.ledger.HistoryRow;
import io.schemamigration.runner.db.ledger.Ledger;
import io.schemamigration.runner.db.ledger.Token;
import io.schemamigration.runner.end.RefusedException;
import java.util.ArrayList;
import java.util.Objects;

/**
 * {@code migrate baseline}: a database that has tables is declared to be at a version; nothing is
 * applied.
 */
final class BaselineCommand {
  private final Console console;
  private final Arguments arguments;

  BaselineCommand(Console console, Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
  }

  ExitCode run() {
    arguments.need(Flag.TO);
    var version = Objects.requireNonNull(arguments.version(Flag.TO));
    var access = arguments.access();
    var source = Sources.open(arguments, access.url().dialect(), null).settledWhole();
    if (!version.equals(Version.NONE) && source.find(version) == null) {
      throw new RefusedException(
          Reason.VERSION_UNKNOWN,
          "version " + version + " has no file in " + arguments.dir(),
          "migrate latest prints the highest.");
    }
    Sources.refuseMissing(access); // a path typed wrong would become an empty database at VERSION
    CompatibilityWindow window;
    try (var session = Session.open(access)) {
      session.lock(line -> console.err().println(line), () -> false);
      session.begin(line -> console.err().println(line));
      var ledger = new Ledger(session);
      if (ledger.exists() && ledger.row(true) != null) {
        session.rollback();
        throw new RefusedException(
            Reason.INVALID_MIGRATIONS,
            "this database already has a history",
            "See migrate status.");
      }
      window = write(session, source, version);
      session.commit();
    }
    tell(version, window);
    return ExitCode.DONE;
  }

  /** A row for each file, as nobody knows what was applied: without its checksum. */
  private CompatibilityWindow write(Session session, MigrationSource source, Version to) {
    var ledger = new Ledger(session);
    ledger.create();
    ledger.born(new Token(1, "baseline"), CompatibilityWindow.EMPTY, arguments.get(Flag.OWNER));
    var history = new ArrayList<AppliedMigration>();
    var pending = new ArrayList<Version>();
    for (var migration : source.migrations()) {
      if (migration.version().isAbove(to)) {
        pending.add(migration.version());
      } else {
        var row =
            HistoryRow.baselined(
                migration.version(), migration.description(), migration.phaseThatCounts(), null);
        new History(session).add(row.saying(null, "{}"));
        history.add(row.migration());
      }
    }
    var window = Planner.windowOf(source, history);
    ledger.move(window.minimum(), window.maximum(), pending, source.digest());
    return window;
  }

  private void tell(Version version, CompatibilityWindow window) {
    if (arguments.json()) {
      var json = new JsonWriter();
      json.beginObject().member("baselined", version.toString());
      Listing.window(json, window);
      console.out().println(json.endObject());
    } else {
      console
          .out()
          .println(
              "the database is at "
                  + version
                  + " now, and "
                  + window.words()
                  + "; migrate status shows what is pending");
    }
  }
}
