package io.schemamigration.core.sql.words;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something in a database that migrations create and drop by name.
 *
 * @param kind what it is
 * @param schema as the statement names it; null where it names none
 * @param table to which a column, an index or a trigger belongs; else null
 * @param name in lower case, unless PostgreSQL reads it otherwise because of its quotes
 */
public record SchemaObject(
    Kind kind, @Nullable String schema, @Nullable String table, String name) {
  /** What it is. */
  public enum Kind {
    TABLE,
    VIEW,
    INDEX,
    COLUMN,
    TYPE,
    SEQUENCE,
    /** Only SQLite's: PostgreSQL's have no name of their own. */
    TRIGGER
  }

  /** That table. */
  static SchemaObject table(@Nullable String schema, String name) {
    return new SchemaObject(Kind.TABLE, schema, null, name);
  }

  /** A column of that table. */
  static SchemaObject column(SchemaObject table, String name) {
    return new SchemaObject(Kind.COLUMN, table.schema(), table.name(), name);
  }

  /** Whether it is a part of that table, and goes with it. */
  boolean isOf(SchemaObject owner) {
    return owner.kind() == Kind.TABLE
        && owner.name().equals(table)
        && Objects.equals(owner.schema(), schema);
  }

  /** The same, of another table. */
  SchemaObject of(String owner) {
    return new SchemaObject(kind, schema, owner, name);
  }

  /** The same under another name. */
  SchemaObject named(String other) {
    return new SchemaObject(kind, schema, table, other);
  }

  /** In words: {@code column users.email}. */
  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT)
        + " "
        + (schema == null ? "" : schema + ".")
        + (kind == Kind.COLUMN ? table + "." : "")
        + name;
  }
}
