package io.schemamigration.runner.script;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.ledger.Tables;
import io.schemamigration.runner.db.ledger.Token;
import io.schemamigration.runner.foresee.ScriptPlan;
import java.util.List;

/** Where a database has to be for a script, and how the script makes the window row its own. */
record Start(Client client, ScriptPlan course, ScriptRows rows) {
  private Tables tables() {
    return client.tables();
  }

  String create() {
    return String.join(";\n", tables().create()) + ";\n";
  }

  /** The database is where the script begins. */
  String place() {
    if (course.first()) {
      return client.demand(
              "NOT EXISTS (SELECT 1 FROM "
                  + tables().window().name()
                  + ") AND NOT EXISTS (SELECT 1 FROM "
                  + tables().history().name()
                  + ")",
              "this database already has a history, and the script is for an empty one",
              ScriptRows.ANEW)
          + client.demand(
              "(" + tables().othersExist() + ") = 'false'",
              "the database has tables, but no history of migrations",
              "Say which version it is at: migrate baseline --to VERSION.");
    }
    var row = course.row();
    var unclaimed =
        client.demand(
            tables().window().unclaimed(),
            "there is no window row, or a contract migration is being applied",
            ScriptRows.ANEW);
    if (row != null) {
      return client.demand(
              tables().window().heldBy(new Token(row.number(), row.id())).text(client::literal),
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
            tables().window().unowned(),
            "this database is migrated by a SchemaMigration",
            "When you know better: migrate sql --override-owner REASON.");
  }

  private String at() {
    return client.demand(
        tables().history().applied(course.from()).text(client::literal),
        "version " + course.from() + " isn't applied, from which the script continues",
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
    var window = tables().window();
    var first = new CompatibilityWindow(course.plan().after().minimum(), Version.NONE, null);
    var take =
        course.first()
            ? window.born(new Token(1, course.id()), first, null)
            : window.takeNext(course.id());
    return take.text(client::literal) + ";\n";
  }
}
