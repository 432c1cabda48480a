package io.schemamigration.runner.db;

/** What an author's statements leave in a connection to SQLite. */
final class SqliteRemains {
  private SqliteRemains() {}

  /** Drops the temporary objects; virtual tables first, since their shadow tables go with them. */
  static void drop(SqliteSession session) {
    for (var row :
        session.query(
            "SELECT type, name FROM temp.sqlite_master WHERE type <> 'index' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
                + " ORDER BY type = 'table', sql NOT LIKE 'CREATE VIRTUAL%'")) {
      session.run("DROP " + row[0] + " IF EXISTS temp." + Sql.quote(String.valueOf(row[1])));
    }
  }

  /** Detaches what was attached; outside of a transaction. */
  static void detach(SqliteSession session) {
    for (var row : session.query("SELECT name FROM pragma_database_list WHERE seq > 1")) {
      session.run("DETACH " + Sql.quote(String.valueOf(row[0])));
    }
  }
}
