package io.schemamigration.core.analysis;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlToken;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Under which names a table's columns are also met: its partitions and what inherits from it have
 * all of them, and code that was written before a table got its name may know it by the older one.
 */
final class Kin {
  private static final List<String> WORDS = List.of("PARTITION", "INHERIT", "RENAME");

  private final Dialect dialect;
  private final Map<String, Set<String>> names = new HashMap<>();

  Kin(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Whether a statement may say something of that: quickly, by its words. */
  static boolean mayBe(String sql) {
    boolean may =
        sql.regionMatches(true, 0, "CREATE", 0, 6)
            || sql.regionMatches(true, 0, "ALTER", 0, 5)
            || sql.regionMatches(true, 0, "DO", 0, 2);
    for (int at = 0; may && at < sql.length(); at++) {
      char c = sql.charAt(at);
      if ("PpIiRr".indexOf(c) >= 0) {
        for (var word : WORDS) {
          if (sql.regionMatches(true, at, word, 0, word.length())) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Takes in a statement, and those that a block has in its strings. */
  void read(List<SqlToken> tokens) {
    boolean block = !tokens.isEmpty() && tokens.getFirst().isWord("DO");
    read(tokens, block);
  }

  private void read(List<SqlToken> tokens, boolean block) {
    var at = new SqlWords(tokens);
    var table = "";
    while (!at.atEnd()) {
      if (at.accept("TABLE")) {
        table = table(at);
        if (at.accept("RENAME", "TO")) {
          rename(table, Earlier.own(at.name()));
        }
      } else if (at.accept("PARTITION", "OF") || at.accept("INHERIT")) {
        add(Earlier.own(at.name()), table);
      } else if (at.accept("ATTACH", "PARTITION")) {
        add(table, Earlier.own(at.name()));
      } else if (at.accept("INHERITS")) {
        parents(table, new SqlWords(at.parentheses()));
      } else {
        var next = at.rest().getFirst();
        if (block && next.kind() == SqlToken.Kind.STRING) {
          read(SqlWords.tokens(dialect, next.content()), true);
        }
        at.skip();
      }
    }
  }

  private static String table(SqlWords at) {
    if (!at.accept("IF", "EXISTS")) {
      at.accept("IF", "NOT", "EXISTS");
    }
    at.accept("ONLY");
    return Earlier.own(at.name());
  }

  private void parents(String table, SqlWords at) {
    do {
      add(Earlier.own(at.name()), table);
    } while (at.skipTo(','));
  }

  private void add(String table, String name) {
    names.computeIfAbsent(table, key -> new LinkedHashSet<>()).add(name);
  }

  private void rename(String from, String to) {
    add(to, from);
    for (var known : names.values()) {
      if (known.contains(from)) {
        known.add(to);
      }
    }
  }

  /** All names, the table's own first. */
  Set<String> of(String table) {
    var all = new LinkedHashSet<String>();
    var open = new ArrayDeque<String>(List.of(table));
    while (!open.isEmpty()) {
      var name = open.remove();
      if (all.add(name)) {
        open.addAll(names.getOrDefault(name, Set.of()));
      }
    }
    return all;
  }
}
