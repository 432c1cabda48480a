package io.schemamigration.runner.cli;

import io.schemamigration.core.plan.Planner;
import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.ledger.Ledger;
import io.schemamigration.runner.db.ledger.Token;
import io.schemamigration.runner.end.RefusedException;
import java.util.Objects;
import java.util.stream.Collectors;

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
    var source = Sources.read(arguments, access.url().dialect());
    if (!version.equals(Version.NONE) && source.find(version) == null) {
      throw new RefusedException(
          Reason.VERSION_UNKNOWN,
          "version " + version + " has no file in " + arguments.dir(),
          "migrate latest prints the highest.");
    }
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
      var known =
          source.migrations().stream()
              .map(Migration::version)
              .filter(v -> !v.isAbove(version))
              .collect(Collectors.toSet());
      ledger.create();
      ledger.born(new Token(1, "baseline"), CompatibilityWindow.EMPTY, arguments.get(Flag.OWNER));
      if (!version.equals(Version.NONE)) {
        ledger.baseline(version, "baseline", "{}");
      }
      var pending =
          source.migrations().stream()
              .map(Migration::version)
              .filter(v -> v.isAbove(version))
              .toList();
      ledger.move(Version.NONE, Planner.maximumAfter(source, known), pending, source.digest());
      session.commit();
    }
    tell(version);
    return ExitCode.DONE;
  }

  private void tell(Version version) {
    console
        .out()
        .println(
            arguments.json()
                ? new JsonWriter()
                    .beginObject()
                    .member("baselined", version.toString())
                    .endObject()
                    .toString()
                : "the database is at " + version + " now; migrate status shows what is pending");
  }
}
