package io.schemamigration.runner.prove;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.runner.db.Session;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a database has, without the runner's own tables.
 *
 * @param objects what each is, by kind and name: {@code column users.name}
 * @param files PostgreSQL: the file of each table, which is another one after a rewrite
 */
record Catalog(Map<String, What> objects, Map<String, String> files) {
  /**
   * What an object is.
   *
   * @param text its type, its definition; empty where its name says all
   * @param table that it belongs to, or, for a foreign key, points to; empty without one
   * @param required a column that takes no NULL
   * @param filled a column that has a value where an INSERT leaves it out
   */
  record What(String text, String table, boolean required, boolean filled) {}

  private static final String YES = "true";

  static Catalog of(Session session) {
    var objects = new LinkedHashMap<String, What>();
    boolean sqlite = session.dialect() == Dialect.SQLITE;
    for (var row : session.query(sqlite ? CatalogSql.SQLITE : CatalogSql.POSTGRESQL)) {
      objects.put(
          row[0] + " " + row[1],
          new What(
              String.valueOf(row[2]),
              String.valueOf(row[3]),
              YES.equals(row[4]),
              YES.equals(row[5])));
    }
    var files = new LinkedHashMap<String, String>();
    if (!sqlite) {
      for (var row : session.query(CatalogSql.FILES)) {
        files.put(String.valueOf(row[0]), String.valueOf(row[1]));
      }
    }
    return new Catalog(objects, files);
  }
}
