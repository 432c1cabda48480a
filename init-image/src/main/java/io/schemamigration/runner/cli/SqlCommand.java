package io.schemamigration.runner.cli;

import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.cli.input.UsageException;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.Sql;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.foresee.ScriptPlan;
import io.schemamigration.runner.foresee.ScriptPlanner;
import io.schemamigration.runner.script.Client;
import io.schemamigration.runner.script.Psql;
import io.schemamigration.runner.script.Script;
import io.schemamigration.runner.script.Sqlite3;
import org.jspecify.annotations.Nullable;

/** {@code migrate sql}: what {@code up} would do, as a script for psql or sqlite3. */
final class SqlCommand {
  private final Console console;
  private final Arguments arguments;

  SqlCommand(Console console, Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
  }

  ExitCode run() {
    return arguments.has(Flag.FROM) ? offline() : online();
  }

  /** From a version on, without asking a database. */
  private ExitCode offline() {
    boolean named = arguments.namesDatabase() && !arguments.has(Flag.DIALECT);
    if (!named) {
      arguments.need(Flag.DIALECT);
    }
    var dialect = named ? arguments.access().url().dialect() : Sources.dialect(arguments);
    @Nullable Version from = arguments.version(Flag.FROM);
    return print(
        client(dialect, null, null), planner(dialect).from(from == null ? Version.NONE : from));
  }

  /** From where the database is. */
  private ExitCode online() {
    if (!arguments.namesDatabase()) {
      throw new UsageException(
          "from which version? Give --url, and it is read from the database; or --from VERSION (the highest that is"
              + " applied, 0 for none) with --dialect");
    }
    var access = arguments.access();
    var dialect = access.url().dialect();
    var planner = planner(dialect);
    try (var session = Session.openToRead(access, console.err()::println)) {
      if (session == null) {
        return print(client(dialect, null, null), planner.from(Version.NONE));
      }
      var course = planner.at(session);
      return switch (dialect) {
        case SQLITE -> print(client(dialect, null, null), course);
        case POSTGRESQL -> {
          var path = session.query("SELECT current_setting('search_path')").getFirst()[0];
          yield print(client(dialect, session.sql().schema(), path), course);
        }
      };
    }
  }

  private ScriptPlanner planner(Dialect dialect) {
    return new ScriptPlanner(
        Requests.scripted(arguments),
        Sources.open(arguments, dialect, null),
        line -> console.err().println(line));
  }

  private Client client(Dialect dialect, @Nullable String found, @Nullable String searchPath) {
    var asked = found != null ? found : arguments.get(Flag.HISTORY_SCHEMA);
    var schema = asked != null ? asked : "public";
    return switch (dialect) {
      case POSTGRESQL -> new Psql(Sql.postgresql(schema), schema, searchPath, arguments.patience());
      case SQLITE -> new Sqlite3();
    };
  }

  /** Where the next batch ends is known when the one before is done. */
  private static void refuseBackfills(ScriptPlan course) {
    for (var migration : course.plan().toApply()) {
      for (var statement : migration.up()) {
        if (statement.backfill() != null) {
          throw new RefusedException(
              Failure.at(migration.version(), migration.file())
                  .line(statement.line())
                  .failure(
                      Reason.INVALID_MIGRATIONS,
                      "a backfill can't be written as a script",
                      "Print what comes before it with --to, and apply it with migrate up."));
        }
      }
    }
  }

  private ExitCode print(Client client, ScriptPlan course) {
    refuseBackfills(course);
    var script = course.isEmpty() ? "-- nothing to do\n" : Script.of(client, course);
    if (arguments.json()) {
      var json = new JsonWriter();
      json.beginObject().name("migrations").beginArray();
      course.plan().toApply().forEach(m -> json.value(m.version().toString()));
      json.endArray().member("script", script).endObject();
      console.out().println(json);
    } else {
      console.raw(script);
    }
    return ExitCode.DONE;
  }
}
