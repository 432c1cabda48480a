package io.schemamigration.core.source.read;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlSplitter;
import io.schemamigration.core.sql.SqlToken;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.UnreadableSqlException;
import io.schemamigration.core.sql.words.StatementKind;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Whether one part of a file undoes what the part above it makes, as far as words show. */
final class TakenBack {
  private static final Set<String> KINDS =
      Set.of(
          "TABLE",
          "VIEW",
          "INDEX",
          "TYPE",
          "DOMAIN",
          "SEQUENCE",
          "FUNCTION",
          "PROCEDURE",
          "TRIGGER",
          "POLICY",
          "SCHEMA",
          "EXTENSION",
          "RULE");

  /** What a part that undoes consists of. */
  private static final Set<String> VERBS =
      Set.of("DROP", "ALTER", "DELETE", "TRUNCATE", "REVOKE", "UPDATE", "PRAGMA");

  /** What only makes something, or fills what it has made. */
  private static final Set<String> MAKES = Set.of("CREATE", "ALTER", "INSERT", "COMMENT", "GRANT");

  private final Dialect dialect;
  private final Set<String> made = new HashSet<>();
  private final Set<String> gone = new HashSet<>();
  private boolean onlyMakes = true;
  private boolean onlyTakes = true;

  private TakenBack(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Reads both parts; nothing is undone by what can't be read. */
  static TakenBack of(Dialect dialect, String above, String below) {
    var both = new TakenBack(dialect);
    try {
      for (var statement : SqlSplitter.split(dialect, above, 1)) {
        both.above(statement);
      }
      for (var statement : SqlSplitter.split(dialect, below, 1)) {
        both.below(statement);
      }
    } catch (UnreadableSqlException e) {
      both.onlyTakes = false;
    }
    return both;
  }

  /** Below is nothing but what undoes, and it is about something that is made above. */
  boolean some() {
    return onlyTakes && gone.stream().anyMatch(made::contains);
  }

  /** All that is made above goes again below, and nothing else happens. */
  boolean all() {
    return some() && onlyMakes && gone.containsAll(made);
  }

  private void above(Statement statement) {
    if (StatementKind.transactionControl(dialect, statement)) {
      return;
    }
    var at = new Reader(SqlToken.of(dialect, statement.sql()));
    var verb = at.next();
    onlyMakes &= MAKES.contains(verb);
    if (verb.equals("CREATE")) {
      add(made, at.object());
    } else if (verb.equals("ALTER")) {
      add(made, at.part("ADD"));
    }
  }

  private void below(Statement statement) {
    if (StatementKind.transactionControl(dialect, statement)) {
      return;
    }
    var at = new Reader(SqlToken.of(dialect, statement.sql()));
    var verb = at.next();
    onlyTakes &= VERBS.contains(verb);
    if (verb.equals("DROP")) {
      add(gone, at.object());
    } else if (verb.equals("ALTER")) {
      add(gone, at.part("DROP"));
    }
  }

  private static void add(Set<String> names, String name) {
    if (!name.isEmpty()) {
      names.add(name);
    }
  }

  /** Reads a statement's names from left to right. */
  private static final class Reader {
    private final List<SqlToken> tokens;
    private int at;

    Reader(List<SqlToken> tokens) {
      this.tokens = tokens;
    }

    String next() {
      return at < tokens.size() ? tokens.get(at++).normal() : "";
    }

    private boolean accept(String word) {
      boolean is = at < tokens.size() && tokens.get(at).isWord(word);
      at += is ? 1 : 0;
      return is;
    }

    /** The kind and the name of what is created or dropped; empty for what is temporary. */
    String object() {
      var kind = next();
      while (at < tokens.size() && !KINDS.contains(kind) && !kind.startsWith("TEMP")) {
        kind = next();
      }
      skip();
      return KINDS.contains(kind) ? kind + " " + name() : "";
    }

    /** A column or constraint of a table that is added or dropped first. */
    String part(String verb) {
      if (!accept("TABLE")) {
        return "";
      }
      skip();
      var table = name();
      if (!accept(verb)) {
        return "";
      }
      var constraint = accept("CONSTRAINT");
      accept("COLUMN");
      skip();
      return (constraint ? "CONSTRAINT " : "COLUMN ") + table + " " + name();
    }

    private void skip() {
      while (accept("IF") || accept("NOT") || accept("EXISTS") || accept("ONLY")) {}
      accept("CONCURRENTLY");
      while (accept("IF") || accept("NOT") || accept("EXISTS")) {}
    }

    private String name() {
      var name = "";
      do {
        name = at < tokens.size() ? tokens.get(at++).name() : "";
      } while (at < tokens.size() && tokens.get(at).isSymbol('.') && at++ > 0);
      return name.toLowerCase(Locale.ROOT);
    }
  }
}
