package io.schemamigration.runner.apply;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.SqlFailure;
import org.jspecify.annotations.Nullable;

/** SQLite reads all views and triggers again when a table is renamed; the old one is gone then. */
final class ReadAgain {
  private ReadAgain() {}

  /**
   * What to do about a view or trigger that reads a table that is recreated; else the database's.
   */
  static @Nullable String hint(Session session, SqlFailure said) {
    var message = String.valueOf(said.getMessage());
    boolean reads = message.contains("error in view ") || message.contains("error in trigger ");
    return reads && message.contains("no such table") && session.dialect() == Dialect.SQLITE
        ? "Write PRAGMA legacy_alter_table = ON; before the statement, or drop the view or trigger"
            + " first and create it again afterwards; nothing of the file stays in the database."
        : said.hint();
  }
}
