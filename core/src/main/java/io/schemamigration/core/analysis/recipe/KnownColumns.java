package io.schemamigration.core.analysis.recipe;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlToken;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.UnreadableSqlException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What earlier statements say of a table's columns.
 *
 * @param types as they are written, by the column's plain name
 * @param required those that are NOT NULL
 * @param key the first column of the primary key; empty if that isn't known
 */
record KnownColumns(Map<String, String> types, Set<String> required, String key) {
  static final String[] END_OF_TYPE = {
    "CONSTRAINT",
    "PRIMARY",
    "NOT",
    "NULL",
    "UNIQUE",
    "CHECK",
    "DEFAULT",
    "COLLATE",
    "REFERENCES",
    "GENERATED",
    "AS"
  };

  static KnownColumns of(Dialect dialect, List<Statement> earlier, String table) {
    var reader = new Reader(Tokens.plain(table));
    try {
      for (var statement : earlier) {
        reader.read(new Tokens(statement.sql(), SqlToken.of(dialect, statement.sql())));
      }
    } catch (UnreadableSqlException e) {
      throw new IllegalStateException("the splitter reads what the lexer doesn't", e);
    }
    return new KnownColumns(reader.types, reader.required, reader.key);
  }

  /** How a type is written: an unknown one in a way that no database accepts. */
  String type(String column) {
    var type = types.get(Tokens.plain(column));
    return type == null || type.isEmpty() ? "<the type of " + Tokens.plain(column) + ">" : type;
  }

  boolean isRequired(String column) {
    return required.contains(Tokens.plain(column));
  }

  /** The key that a backfill walks along. */
  String walked() {
    return key.isEmpty() ? "id" : key;
  }

  private static final class Reader {
    private final String table;
    private final Map<String, String> types = new HashMap<>();
    private final Set<String> required = new HashSet<>();
    private String key = "";

    Reader(String table) {
      this.table = table;
    }

    void read(Tokens at) {
      if (at.accept("CREATE", "TABLE")) {
        at.accept("IF", "NOT", "EXISTS");
        if (Tokens.plain(at.qualified()).equals(table) && at.isSymbol('(')) {
          types.clear();
          required.clear();
          at.skip();
          columns(at);
        }
      } else if (at.accept("ALTER", "TABLE")) {
        at.accept("IF", "EXISTS");
        at.accept("ONLY");
        if (Tokens.plain(at.qualified()).equals(table)) {
          altered(at);
        }
      }
    }

    private void columns(Tokens at) {
      while (!at.atEnd() && !at.isSymbol(')')) {
        if (at.accept("PRIMARY", "KEY")) {
          at.skip();
          key = at.one();
          at.upTo();
        } else {
          column(at);
        }
        if (at.isSymbol(',')) {
          at.skip();
        } else {
          return;
        }
      }
    }

    private void column(Tokens at) {
      var name = at.one();
      types.put(Tokens.plain(name), at.upTo(END_OF_TYPE));
      while (!at.atEnd() && !at.isSymbol(',') && !at.isSymbol(')')) {
        if (at.accept("NOT", "NULL")) {
          required.add(Tokens.plain(name));
        } else if (at.accept("PRIMARY", "KEY")) {
          key = name;
        } else if (at.isSymbol('(')) {
          at.upTo("DEFAULT", "PRIMARY", "UNIQUE", "NOT", "CHECK", "REFERENCES");
        } else {
          at.skip();
        }
      }
    }

    private void altered(Tokens at) {
      if (at.accept("ADD")) {
        at.accept("COLUMN");
        at.accept("IF", "NOT", "EXISTS");
        if (!at.is("CONSTRAINT") && !at.is("CHECK") && !at.is("FOREIGN") && !at.is("PRIMARY")) {
          column(at);
        }
      } else if (at.accept("RENAME")) {
        at.accept("COLUMN");
        var type = types.remove(Tokens.plain(at.one()));
        if (type != null && at.accept("TO")) {
          types.put(Tokens.plain(at.one()), type);
        }
      } else if (at.accept("ALTER")) {
        at.accept("COLUMN");
        var name = Tokens.plain(at.one());
        at.accept("SET", "DATA");
        if (at.accept("TYPE")) {
          types.put(name, at.upTo("USING", "COLLATE"));
        }
      }
    }
  }
}
