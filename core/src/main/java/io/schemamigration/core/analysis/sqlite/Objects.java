package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.analysis.DatabaseObject;
import io.schemamigration.core.analysis.DatabaseObject.Kind;

/** Objects by their names. */
final class Objects {
  private Objects() {}

  static DatabaseObject of(Kind kind, String name) {
    return new DatabaseObject(kind, name);
  }

  static DatabaseObject table(String name) {
    return new DatabaseObject(Kind.TABLE, name);
  }

  static DatabaseObject column(String table, String column) {
    return new DatabaseObject(Kind.COLUMN, table + "." + column);
  }
}
