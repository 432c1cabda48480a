package io.schemamigration.core.sql.words;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Lexer;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.UnreadableSqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a statement does to the columns of tables, as far as its words show; for finding two
 * migrations that add the same one.
 */
public sealed interface ColumnChange {
  /**
   * A column is added, and it is an error if it exists.
   *
   * @param table with its schema unless that is the usual one, in lower case unless it is quoted
   * @param column in lower case unless it is quoted: PostgreSQL takes two that differ in case only
   */
  record Added(String table, String column) implements ColumnChange {}

  /** From here on nobody knows which columns a table has. */
  record Unknown() implements ColumnChange {}

  /**
   * Reads a statement of either dialect, as far as they are written alike; empty when it does
   * nothing to existing columns.
   */
  static List<ColumnChange> of(Statement statement) {
    try {
      return of(new Lexer(Dialect.POSTGRESQL, statement.sql(), statement.line()));
    } catch (UnreadableSqlException e) {
      return List.of(new Unknown()); // SQLite writes some names in another way
    }
  }

  private static List<ColumnChange> of(Lexer lexer) {
    lexer.next();
    if (lexer.isWord("ALTER")) {
      return lexer.next() && lexer.isWord("TABLE") ? altered(lexer) : List.of();
    }
    boolean harmless =
        lexer.isWord("INSERT")
            || lexer.isWord("UPDATE")
            || lexer.isWord("DELETE")
            || lexer.isWord("COMMENT")
            || lexer.isWord("COPY")
            || lexer.isWord("GRANT")
            || lexer.isWord("PRAGMA");
    return harmless || creates(lexer) ? List.of() : List.of(new Unknown());
  }

  private static boolean creates(Lexer lexer) {
    if (!lexer.isWord("CREATE") || !lexer.next()) {
      return false;
    }
    return !lexer.isWord("OR") && !lexer.isWord("SCHEMA");
  }

  private static List<ColumnChange> altered(Lexer lexer) {
    lexer.next();
    if (lexer.isWord("IF")) {
      lexer.next();
      lexer.next();
    }
    if (lexer.isWord("ONLY")) {
      lexer.next();
    }
    var table = name(lexer);
    if (table.isEmpty()) {
      return List.of(new Unknown());
    }
    while (lexer.next() && lexer.isSymbol('.')) {
      lexer.next();
      var schema = table.equals("public") || table.equals("main") ? "" : table + ".";
      table = schema + name(lexer);
    }
    var changes = new ArrayList<ColumnChange>();
    int depth = 0;
    boolean begins = true;
    do {
      depth += lexer.isSymbol('(') ? 1 : lexer.isSymbol(')') ? -1 : 0;
      if (begins && (lexer.isWord("DROP") || lexer.isWord("RENAME"))) {
        return List.of(new Unknown());
      }
      if (begins && lexer.isWord("ADD") && lexer.next()) {
        added(lexer, table, changes);
      }
      begins = depth == 0 && lexer.isSymbol(',');
    } while (lexer.next());
    return changes;
  }

  private static void added(Lexer lexer, String table, List<ColumnChange> changes) {
    if (lexer.isWord("COLUMN")) {
      lexer.next();
    }
    boolean none =
        lexer.isWord("IF") // NOT EXISTS
            || lexer.isWord("CONSTRAINT")
            || lexer.isWord("PRIMARY")
            || lexer.isWord("FOREIGN")
            || lexer.isWord("UNIQUE")
            || lexer.isWord("CHECK")
            || lexer.isWord("EXCLUDE")
            || lexer.isWord("NOT");
    if (lexer.kind() == Lexer.Kind.SYMBOL) {
      changes.add(new Unknown());
    } else if (!none) {
      changes.add(new Added(table, name(lexer)));
    }
  }

  /** Empty where it is quoted as only SQLite does. */
  private static String name(Lexer lexer) {
    if (lexer.kind() == Lexer.Kind.SYMBOL) {
      return "";
    }
    var token = lexer.token();
    return lexer.kind() == Lexer.Kind.QUOTED_NAME
        ? token.substring(1, token.length() - 1)
        : token.toLowerCase(Locale.ROOT);
  }
}
