package io.schemamigration.runner.cli;

import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.core.report.Printable;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.cli.output.Listing;
import io.schemamigration.runner.cli.output.Texts;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.ledger.History;
import io.schemamigration.runner.db.ledger.HistoryRow;
import io.schemamigration.runner.db.ledger.Ledger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code migrate history} and {@code migrate current}: what the database knows, without files. */
final class HistoryCommand {
  private final Console console;
  private final Arguments arguments;

  HistoryCommand(Console console, Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
  }

  /**
   * What exists.
   *
   * @param window null where there is none
   */
  private record Known(List<HistoryRow> rows, @Nullable CompatibilityWindow window) {}

  private Known read() {
    try (var session = Session.openToRead(arguments.access(), console.err()::println)) {
      if (session == null) {
        return new Known(List.of(), null);
      }
      var ledger = new Ledger(session);
      if (!ledger.exists()) {
        return new Known(List.of(), null);
      }
      var row = ledger.row(false);
      return new Known(new History(session).rows(), row == null ? null : row.window());
    }
  }

  /** Every attempt, those that failed and those that were rolled back, too. */
  ExitCode history() {
    var rows = read().rows();
    if (arguments.json()) {
      var json = new JsonWriter();
      json.beginObject().name("history").beginArray();
      rows.forEach(row -> write(json, row));
      console.out().println(json.endArray().endObject());
      return ExitCode.DONE;
    }
    if (rows.isEmpty()) {
      console.out().println("nothing has been applied yet");
      return ExitCode.DONE;
    }
    console
        .out()
        .println(
            "APPLIED AT           VERSION          STATUS      MS       BY           DESCRIPTION");
    for (var row : rows) {
      console
          .out()
          .printf(
              "%-20s %-16s %-11s %-8s %-12s %s%n",
              Texts.second(row.appliedAt()),
              Printable.line(row.name()),
              row.status().text(),
              row.millis() == null ? "-" : row.millis().toString(),
              row.appliedBy() == null ? "-" : Printable.line(row.appliedBy()),
              Printable.line(row.description()));
      if (row.error() != null) {
        console.out().println("  " + row.error());
      }
    }
    return ExitCode.DONE;
  }

  private static @Nullable String text(@Nullable Phase phase) {
    return phase == null ? null : phase.text();
  }

  private static void write(JsonWriter json, HistoryRow row) {
    json.beginObject()
        .member("version", row.name())
        .member("description", row.description())
        .member("phase", text(row.phase()))
        .member("checksum", row.checksum())
        .member("status", row.status().text())
        .member("appliedAt", row.appliedAt())
        .member("executionTimeMs", row.millis())
        .member("appliedBy", row.appliedBy())
        .member("hostname", row.hostname())
        .member("error", row.error())
        .member("rollbackAt", row.rollbackAt())
        .member("metadata", row.metadata())
        .endObject();
  }

  /** The highest version that is applied. */
  ExitCode current() {
    var known = read();
    @Nullable HistoryRow highest = null;
    var reached = Version.NONE;
    for (var row : known.rows()) {
      var version = row.version(); // a repeatable file has none
      if (version != null && row.is(HistoryStatus::applied) && version.isAbove(reached)) {
        highest = row;
        reached = version;
      }
    }
    if (arguments.json()) {
      console.out().println(json(highest, known.window()));
    } else if (highest == null) {
      console.out().println("0: nothing is applied");
    } else {
      console.out().println(highest.name() + ": " + highest.description());
    }
    return ExitCode.DONE;
  }

  private static String json(@Nullable HistoryRow highest, @Nullable CompatibilityWindow window) {
    var json = new JsonWriter();
    json.beginObject();
    json.member("version", highest == null ? Version.NONE.toString() : highest.name());
    if (highest != null) {
      json.member("description", highest.description())
          .member("phase", text(highest.phase()))
          .member("status", highest.status().text())
          .member("appliedAt", highest.appliedAt());
    }
    Listing.window(json, window);
    return json.endObject().toString();
  }
}
