package io.schemamigration.core.source.name;

import io.schemamigration.core.sql.Dialect;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What fizz and popx put between a name and its ending: the database that the file is for, and
 * {@code autocommit}.
 *
 * @param base the name without it
 * @param database for which it is: a word of ours, or empty for all others
 * @param autocommit whether it stays out of a transaction
 */
record Variant(String base, String database, boolean autocommit) {
  private static final String AUTOCOMMIT = ".autocommit";
  private static final Set<String> POSTGRESQL = Set.of("postgres", "postgresql", "pg");
  private static final Set<String> SQLITE = Set.of("sqlite", "sqlite3");

  private static final Set<String> OTHERS =
      Set.of("cockroach", "crdb", "mysql", "mariadb", "mssql", "sqlserver", "oracle");

  /** Reads {@code 1_x.postgres.autocommit}. */
  static Variant of(String name) {
    boolean autocommit = name.endsWith(AUTOCOMMIT);
    var base = autocommit ? name.substring(0, name.length() - AUTOCOMMIT.length()) : name;
    int dot = base.lastIndexOf('.');
    var database = dot < 0 ? "" : database(base.substring(dot + 1));
    return new Variant(database.isEmpty() ? base : base.substring(0, dot), database, autocommit);
  }

  private static String database(String word) {
    if (POSTGRESQL.contains(word)) {
      return Dialect.POSTGRESQL.name();
    }
    return SQLITE.contains(word) ? Dialect.SQLITE.name() : OTHERS.contains(word) ? word : "";
  }

  /**
   * How well a file fits a database: 2 its own, 1 that of all others, 0 not at all.
   *
   * @param dialect the database, or null where none is known: then the file of all others is best
   */
  static int rank(String database, @Nullable Dialect dialect) {
    if (database.isEmpty()) {
      return dialect == null ? 2 : 1;
    }
    if (dialect == null) {
      return 1;
    }
    return database.equals(dialect.name()) ? 2 : 0;
  }
}
