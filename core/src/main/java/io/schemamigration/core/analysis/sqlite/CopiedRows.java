package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.sql.SqlToken;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code INSERT INTO new SELECT … FROM old} takes along.
 *
 * @param sources by the name of the new table's column, in lower case
 * @param all whether every row goes along
 */
record CopiedRows(Map<String, Source> sources, boolean all) {
  /**
   * Where a column's values come from.
   *
   * @param column the one column of the old table; null for an expression
   * @param mentions the names that it uses, in lower case
   */
  record Source(@Nullable String column, Set<String> mentions) {}

  /**
   * Reads the statement.
   *
   * @param at behind the new table's name
   * @return null if it isn't one of that form
   */
  static @Nullable CopiedRows read(Cursor at, TableDefinition from, @Nullable TableDefinition to) {
    var names = names(at.parentheses(), to);
    if (names == null || !at.accept("SELECT") || at.isWord("DISTINCT")) {
      return null;
    }
    var items = new ArrayList<List<SqlToken>>();
    items.add(new ArrayList<>());
    int depth = 0;
    for (; !at.atEnd() && !(depth == 0 && at.isWord("FROM")); at.skip()) {
      var token = at.peek();
      depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
      if (depth == 0 && token.isSymbol(',')) {
        items.add(new ArrayList<>());
      } else {
        items.getLast().add(token);
      }
    }
    var table = at.accept("FROM") ? at.objectName() : null;
    if (table == null || !Cursor.key(table).equals(Cursor.key(from.name()))) {
      return null;
    }
    boolean all = at.atEnd() || (at.isWord("ORDER") && !at.has("LIMIT"));
    boolean some = at.isWord("WHERE") || at.isWord("LIMIT") || at.isWord("ORDER");
    if (!(all || some) || at.has("UNION") || at.has("EXCEPT") || at.has("INTERSECT")) {
      return null;
    }
    return paired(names, sources(items, from), all);
  }

  private static @Nullable CopiedRows paired(
      List<String> names, List<Source> sources, boolean all) {
    if (names.size() != sources.size()) {
      return null;
    }
    var pairs = new LinkedHashMap<String, Source>();
    for (int i = 0; i < names.size(); i++) {
      pairs.put(names.get(i), sources.get(i));
    }
    return new CopiedRows(pairs, all);
  }

  private static @Nullable List<String> names(
      @Nullable Cursor listed, @Nullable TableDefinition to) {
    var names = new ArrayList<String>();
    if (listed == null) {
      if (to == null) {
        return null;
      }
      to.columns().stream().filter(c -> c.generated() == null).forEach(c -> names.add(c.key()));
      return names;
    }
    while (!listed.atEnd()) {
      var name = listed.item().name();
      names.add(name == null ? "" : Cursor.key(name));
    }
    return names;
  }

  private static List<Source> sources(List<List<SqlToken>> items, TableDefinition from) {
    var sources = new ArrayList<Source>();
    for (var item : items) {
      if (item.size() == 1 && item.getFirst().isSymbol('*')) {
        for (var column : from.columns()) {
          sources.add(new Source(column.key(), Set.of(column.key())));
        }
      } else {
        sources.add(source(Cursor.of(item)));
      }
    }
    return sources;
  }

  /** Its columns; not what is called, qualified, or the name that it gets itself. */
  private static Set<String> mentions(Cursor item) {
    var mentions = new HashSet<String>();
    if (item.has("SELECT")) {
      return mentions; // which may be those of another table
    }
    boolean operand = false; // an operand came before
    while (!item.atEnd()) {
      boolean named = item.accept("AS");
      var token = item.skip();
      boolean name =
          token.kind() == SqlToken.Kind.WORD || token.kind() == SqlToken.Kind.QUOTED_NAME;
      boolean column = !item.peek().isSymbol('.') && !item.peek().isSymbol('(');
      boolean alias = named || (operand && item.atEnd());
      if (name && column && !alias) {
        mentions.add(Cursor.key(token.name()));
      }
      operand = token.kind() != SqlToken.Kind.SYMBOL || token.isSymbol(')');
    }
    return mentions;
  }

  private static Source source(Cursor item) {
    var mentions = mentions(item.copy());
    if (item.peek().kind() == SqlToken.Kind.STRING) {
      return new Source(null, mentions);
    }
    var name = item.name();
    if (name != null && item.accept('.')) {
      name = item.name();
    }
    if (item.accept("AS")) {
      item.name();
    }
    return new Source(name != null && item.atEnd() ? Cursor.key(name) : null, mentions);
  }
}
