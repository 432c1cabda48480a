package io.schemamigration.core.sql.words;

/** Tables of the database itself and of this product: no place for new columns or rows. */
final class ReservedNames {
  private ReservedNames() {}

  /** Whether one of them, or something that looks like one, is anywhere in a statement. */
  static boolean areIn(String sql) {
    for (int i = sql.indexOf('_'); i >= 0; i = sql.indexOf('_', i + 1)) {
      if (sql.regionMatches(true, i - 2, "pg", 0, 2)
          || sql.regionMatches(true, i - 11, "information", 0, 11)
          || sql.regionMatches(true, i - 16, "schema_migration", 0, 16)) {
        return true;
      }
    }
    return false;
  }
}
