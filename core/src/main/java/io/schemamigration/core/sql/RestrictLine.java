package io.schemamigration.core.sql;

/**
 * The two lines that pg_dump puts around a dump, so that psql runs nothing but SQL in between.
 * Without psql they do nothing, like a comment.
 */
final class RestrictLine {
  private RestrictLine() {}

  /** Whether such a line begins at a backslash. */
  static boolean is(Dialect dialect, String text, int at) {
    int line = text.lastIndexOf('\n', at) + 1;
    return dialect == Dialect.POSTGRESQL
        && text.substring(line, at).isBlank()
        && (text.startsWith("\\restrict ", at) || text.startsWith("\\unrestrict ", at));
  }
}
