package io.schemamigration.runner.script;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Sql;
import io.schemamigration.runner.foresee.ScriptPlan;
import java.util.List;

/** Where a database has to be for a script, and how the script makes the window row its own. */
record Start(Client client, ScriptPlan course, ScriptRows rows) {
  private Sql sql() {
    return client.sql();
  }

  String create() {
    return sql().createHistory()
        + ";\n"
        + sql().createIndex()
        + ";\n"
        + sql().createWindow()
        + ";\n";
  }

  /** The database is where the script begins. */
  String place() {
    if (course.first()) {
      return client.demand(
              "NOT EXISTS (SELECT 1 FROM "
                  + sql().window()
                  + ") AND NOT EXISTS (SELECT 1 FROM "
                  + sql().history()
                  + ")",
              "this database has a history already, and the script is for an empty one",
              ScriptRows.ANEW)
          + client.demand(
              "(" + sql().othersExist() + ") = 'false'",
              "the database has tables, but no history of migrations",
              "Say which version it is at: migrate baseline --to VERSION.");
    }
    var row = course.row();
    var unclaimed =
        client.demand(
            "EXISTS (SELECT 1 FROM " + sql().window() + " WHERE NOT claim_firm)",
            "there is no window row, or a contract migration is being applied",
            ScriptRows.ANEW);
    if (row != null) {
      return client.demand(
              "EXISTS (SELECT 1 FROM "
                  + sql().window()
                  + " WHERE step_number = "
                  + row.number()
                  + " AND step_id = "
                  + client.literal(row.id())
                  + ")",
              "this database was migrated since the script was made",
              ScriptRows.ANEW)
          + unclaimed;
    }
    return unclaimed + owned() + rows.notApplied(open()) + at();
  }

  private String owned() {
    return course.override() != null
        ? ""
        : client.demand(
            "EXISTS (SELECT 1 FROM " + sql().window() + " WHERE owner IS NULL)",
            "this database is migrated by a SchemaMigration",
            "When you know better: migrate sql --override-owner REASON.");
  }

  private String at() {
    return client.demand(
        "EXISTS (SELECT 1 FROM "
            + sql().history()
            + " WHERE version = "
            + client.literal(course.from().toString())
            + " AND status IN ('completed', 'baselined'))",
        "version " + course.from() + " isn't applied, from which the script goes on",
        ScriptRows.ANEW);
  }

  /** What the source has and the script takes for not applied. */
  private List<Version> open() {
    return course.source().migrations().stream()
        .map(Migration::version)
        .filter(v -> v.isAbove(course.from()))
        .toList();
  }

  /** Makes the row the script's own. */
  String take() {
    if (course.first()) {
      return "INSERT INTO "
          + sql().window()
          + " (id, minimum, maximum, step_number, step_id) VALUES (1, "
          + client.literal(course.plan().after().minimum().toString())
          + ", "
          + client.literal(Version.NONE.toString())
          + ", 1, "
          + client.literal(course.id())
          + ");\n";
    }
    return "UPDATE "
        + sql().window()
        + " SET step_number = step_number + 1, step_id = "
        + client.literal(course.id())
        + ", updated_at = "
        + sql().now()
        + ";\n";
  }
}
