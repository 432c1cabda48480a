package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.sql.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Takes the words apart that follow the name in {@code CREATE TABLE} and {@code ALTER TABLE}. */
final class TableWords {
  private TableWords() {}

  /** A name as it compares here; of anything else the text. */
  static String name(SqlToken token) {
    boolean named = token.kind() == SqlToken.Kind.WORD || token.kind() == SqlToken.Kind.QUOTED_NAME;
    return (named ? token.name() : token.text()).toLowerCase(Locale.ROOT);
  }

  /** Whether all its columns are listed. */
  static boolean isPlain(List<SqlToken> definition) {
    if (definition.isEmpty() || !definition.getFirst().isSymbol('(')) {
      return false;
    }
    for (var item : items(inner(definition))) {
      if (!item.isEmpty() && item.getFirst().isWord("LIKE")) {
        return false;
      }
    }
    return definition.stream().noneMatch(token -> token.isWord("INHERITS"));
  }

  /** What is in the parentheses that it begins with. */
  static List<SqlToken> inner(List<SqlToken> definition) {
    int depth = 0;
    for (int at = 0; at < definition.size(); at++) {
      var token = definition.get(at);
      depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
      if (depth == 0) {
        return at == 0 ? List.of() : definition.subList(1, at);
      }
    }
    return List.of();
  }

  /** The names in the first parentheses of an index; empty if there is anything else. */
  static List<String> names(List<SqlToken> index) {
    int at = 0;
    while (at < index.size() && !index.get(at).isSymbol('(')) {
      at++;
    }
    var names = new ArrayList<String>();
    for (var item : items(inner(index.subList(at, index.size())))) {
      if (item.size() != 1) {
        return List.of();
      }
      names.add(name(item.getFirst()));
    }
    return names;
  }

  /** The parts between commas outside of parentheses. */
  static List<List<SqlToken>> items(List<SqlToken> list) {
    var items = new ArrayList<List<SqlToken>>();
    int depth = 0;
    int begin = 0;
    for (int at = 0; at < list.size(); at++) {
      var token = list.get(at);
      depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
      if (depth == 0 && token.isSymbol(',')) {
        items.add(list.subList(begin, at));
        begin = at + 1;
      }
    }
    items.add(list.subList(begin, list.size()));
    return items;
  }
}
