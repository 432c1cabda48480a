package io.schemamigration.runner.run;

import io.schemamigration.core.sql.words.SchemaObject;
import io.schemamigration.core.sql.words.SchemaObject.Kind;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.Sql;
import java.util.Locale;
import java.util.Objects;

/**
 * Whether what migrations create exists in a database.
 *
 * @param session outside of a failed transaction
 */
public record ObjectLook(Session session) {
  private static final String SQLITE_OBJECT =
      "SELECT 1 FROM sqlite_master WHERE type = ? AND name = ? COLLATE NOCASE";
  private static final String SQLITE_COLUMN =
      "SELECT 1 FROM pragma_table_xinfo(?) WHERE name = ? COLLATE NOCASE";
  private static final String RELATION = "SELECT 1 WHERE to_regclass(?) IS NOT NULL";
  private static final String TYPE = "SELECT 1 WHERE to_regtype(?) IS NOT NULL";
  private static final String COLUMN =
      "SELECT 1 FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass(?) AND attname = ? AND attnum > 0 AND NOT"
          + " attisdropped";

  /** Whether it exists, where the session looks for names without a schema. */
  public boolean exists(SchemaObject object) {
    return switch (session.dialect()) {
      case SQLITE -> inSqlite(object);
      case POSTGRESQL -> inPostgresql(object);
    };
  }

  private boolean inSqlite(SchemaObject object) {
    if (object.kind() == Kind.COLUMN) {
      return found(SQLITE_COLUMN, Objects.requireNonNull(object.table()), object.name());
    }
    return found(SQLITE_OBJECT, object.kind().name().toLowerCase(Locale.ROOT), object.name());
  }

  private boolean inPostgresql(SchemaObject object) {
    return switch (object.kind()) {
      case COLUMN ->
          found(COLUMN, qualified(object, Objects.requireNonNull(object.table())), object.name());
      case TYPE -> found(TYPE, qualified(object, object.name()));
      case TABLE, VIEW, INDEX, SEQUENCE, TRIGGER ->
          found(RELATION, qualified(object, object.name()));
    };
  }

  private static String qualified(SchemaObject object, String name) {
    var schema = object.schema();
    return (schema == null ? "" : Sql.quote(schema) + ".") + Sql.quote(name);
  }

  private boolean found(String sql, Object... values) {
    return !session.query(sql, values).isEmpty();
  }
}
