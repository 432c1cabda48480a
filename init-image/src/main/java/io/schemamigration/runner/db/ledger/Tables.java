package io.schemamigration.runner.db.ledger;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.runner.db.Sql;
import java.util.List;

/** The two tables, and what else there is in their schema. */
public record Tables(HistoryTable history, WindowTable window) {
  /** Their names, as a list of SQL. */
  public static final String NAMES = "('" + HistoryTable.NAME + "', '" + WindowTable.NAME + "')";

  /** In that database. */
  public static Tables in(Sql sql) {
    return new Tables(new HistoryTable(sql), new WindowTable(sql));
  }

  /** Create what doesn't exist. */
  public List<String> create() {
    return List.of(history.create(), history.createIndex(), window.create());
  }

  /** A query: one row with whether the history and the window exist. */
  String exist() {
    return "SELECT "
        + Sql.truth(exists(history.name(), HistoryTable.NAME))
        + ", "
        + Sql.truth(exists(window.name(), WindowTable.NAME));
  }

  private String exists(String qualified, String name) {
    return switch (dialect()) {
      case POSTGRESQL -> "to_regclass(" + Sql.literal(qualified) + ") IS NOT NULL";
      case SQLITE -> "EXISTS (SELECT 1 FROM sqlite_master WHERE name = '" + name + "')";
    };
  }

  /**
   * A query: one row with whether there are tables or views that aren't ours, beside ours or where
   * the statements would create theirs.
   */
  public String othersExist() {
    return "SELECT "
        + Sql.truth(
            switch (dialect()) {
              case POSTGRESQL ->
                  "EXISTS (SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid ="
                      + " c.relnamespace WHERE n.nspname IN (current_schema(), "
                      + Sql.literal(String.valueOf(history.sql().schema()))
                      + ") AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname NOT IN "
                      + NAMES
                      + " AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid ="
                      + " 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'))";
              case SQLITE ->
                  "EXISTS (SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE"
                      + " 'sqlite\\_%' ESCAPE '\\' AND name NOT IN "
                      + NAMES
                      + ")";
            });
  }

  private Dialect dialect() {
    return history.sql().dialect();
  }
}
