package io.schemamigration.core.analysis.recipe;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlToken;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.UnreadableSqlException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a statement changes, in its own words.
 *
 * @param kind which change
 * @param table as it is written, with schema and quotes
 * @param column as it is written: the one that is changed, the constraint; empty without one
 * @param to the new name, the new type, or what a constraint says; empty without one
 */
record Change(Kind kind, String table, String column, String to) {
  /** Which change. */
  enum Kind {
    RENAME_COLUMN,
    RENAME_TABLE,
    COLUMN_TYPE,
    SET_NOT_NULL,
    REQUIRED_COLUMN,
    CONSTRAINT,
    DROP_COLUMN
  }

  /** Null if it is none of these, or several of them. */
  static @Nullable Change read(Dialect dialect, Statement statement) {
    try {
      var at = new Tokens(statement.sql(), SqlToken.of(dialect, statement.sql()));
      if (!at.accept("ALTER", "TABLE")) {
        return null;
      }
      at.accept("IF", "EXISTS");
      at.accept("ONLY");
      var table = at.qualified();
      return table.isEmpty() || at.hasComma() ? null : read(table, at);
    } catch (UnreadableSqlException e) {
      return null;
    }
  }

  private static @Nullable Change read(String table, Tokens at) {
    if (at.accept("RENAME", "TO")) {
      return new Change(Kind.RENAME_TABLE, table, "", at.rest());
    }
    if (at.accept("RENAME", "CONSTRAINT")) {
      return null;
    }
    if (at.accept("RENAME")) {
      at.accept("COLUMN");
      var column = at.one();
      return at.accept("TO") ? new Change(Kind.RENAME_COLUMN, table, column, at.rest()) : null;
    }
    if (at.accept("ALTER")) {
      at.accept("COLUMN");
      return altered(table, at.one(), at);
    }
    if (at.accept("DROP", "CONSTRAINT")) {
      return null;
    }
    if (at.accept("DROP")) {
      at.accept("COLUMN");
      at.accept("IF", "EXISTS");
      var column = at.one();
      return at.rest().isEmpty() ? new Change(Kind.DROP_COLUMN, table, column, "") : null;
    }
    return at.accept("ADD") ? added(table, at) : null;
  }

  private static @Nullable Change altered(String table, String column, Tokens at) {
    if (at.accept("SET", "NOT", "NULL")) {
      return new Change(Kind.SET_NOT_NULL, table, column, "");
    }
    at.accept("SET", "DATA");
    return at.accept("TYPE")
        ? new Change(Kind.COLUMN_TYPE, table, column, at.upTo("USING", "COLLATE"))
        : null;
  }

  private static @Nullable Change added(String table, Tokens at) {
    if (at.accept("CONSTRAINT")) {
      return new Change(Kind.CONSTRAINT, table, at.one(), at.rest());
    }
    if (at.is("CHECK") || at.is("FOREIGN") || at.is("UNIQUE")) {
      var name = Tokens.plain(table) + "_" + at.text().toLowerCase(Locale.ROOT);
      return new Change(Kind.CONSTRAINT, table, name, at.rest());
    }
    at.accept("COLUMN");
    at.accept("IF", "NOT", "EXISTS");
    var column = at.one();
    var type = at.upTo(KnownColumns.END_OF_TYPE);
    boolean required = at.accept("NOT", "NULL") && at.rest().isEmpty();
    return required && !type.isEmpty()
        ? new Change(Kind.REQUIRED_COLUMN, table, column, type)
        : null;
  }
}
