package io.schemamigration.runner.cli.output;

import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.core.source.Problem;
import io.schemamigration.runner.end.RefusedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What went wrong, as JSON, for anyone who asked for that. */
public final class JsonError {
  private JsonError() {}

  /** Whether JSON is asked for; known before the arguments are understood. */
  public static boolean json(String[] args) {
    for (int i = 0; i < args.length; i++) {
      boolean apart = args[i].equals("--output") && i + 1 < args.length;
      if (args[i].equals("--output=json") || (apart && args[i + 1].equals("json"))) {
        return true;
      }
    }
    return false;
  }

  /** A failure without a report around it. */
  public static String failure(Failure failure) {
    var json = new JsonWriter();
    json.beginObject().member("reason", failure.reason().text()).name("failure");
    write(json, failure);
    return json.endObject().toString();
  }

  /** A failure, as the next value. */
  public static void write(JsonWriter json, Failure failure) {
    json.beginObject();
    json.member("version", failure.version() == null ? null : failure.version().toString());
    json.member("file", failure.file())
        .member("line", failure.line())
        .member("statement", failure.statement())
        .member("sqlState", failure.sqlState())
        .member("message", failure.message())
        .member("hint", failure.hint())
        .endObject();
  }

  /** A failure of which nothing but a message is known. */
  public static String failure(@Nullable String message) {
    var json = new JsonWriter();
    json.beginObject().name("failure").beginObject().member("message", message);
    return json.endObject().endObject().toString();
  }

  /** Why a run is refused, as members of the object that is open. */
  public static void refusal(JsonWriter json, RefusedException refusal) {
    json.member("reason", refusal.failure().reason().text());
    problems(json, refusal.problems());
  }

  /** Findings, as a member of the object that is open. */
  public static void problems(JsonWriter json, List<Problem> problems) {
    json.name("problems").beginArray();
    for (var problem : problems) {
      json.beginObject()
          .member("file", problem.file())
          .member("line", problem.line())
          .member("message", problem.message())
          .member("hint", problem.hint())
          .endObject();
    }
    json.endArray();
  }
}
