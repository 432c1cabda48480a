package io.schemamigration.core.analysis;

import io.schemamigration.core.sql.SqlToken;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which tables a star is of, as far as words show. */
final class StarSource {
  private static final Set<String> NO_ALIAS =
      Set.of(
          "ON",
          "WHERE",
          "JOIN",
          "LEFT",
          "RIGHT",
          "FULL",
          "INNER",
          "CROSS",
          "NATURAL",
          "GROUP",
          "ORDER",
          "LIMIT",
          "UNION",
          "USING",
          "FOR",
          "LOOP",
          "INTO",
          "SET",
          "VALUES",
          "SELECT",
          "RETURNING",
          "EXCEPT",
          "INTERSECT",
          "HAVING",
          "OFFSET",
          "FETCH");

  private static final Set<String> END =
      Set.of(
          "WHERE",
          "GROUP",
          "ORDER",
          "LIMIT",
          "UNION",
          "LOOP",
          "INTO",
          "FOR",
          "RETURNING",
          "EXCEPT",
          "INTERSECT",
          "HAVING",
          "OFFSET",
          "FETCH");

  private final List<SqlToken> body;
  private final Predicate<String> opaque;
  private @Nullable Map<String, Set<String>> named;

  /**
   * Reads nothing yet.
   *
   * @param opaque whether what has that name, in lower case, may show rows of any table
   */
  StarSource(List<SqlToken> body, Predicate<String> opaque) {
    this.body = body;
    this.opaque = opaque;
  }

  private Map<String, Set<String>> named() {
    var known = named;
    if (known == null) {
      known = new HashMap<>();
      tables(known);
      named = known;
    }
    return known;
  }

  private void tables(Map<String, Set<String>> named) {
    for (int at = 1; at < body.size(); at++) {
      var before = body.get(at - 1);
      if ((before.isWord("FROM") || before.isWord("JOIN") || before.isSymbol(',')) && isName(at)) {
        table(at, named);
      }
    }
  }

  private void table(int first, Map<String, Set<String>> named) {
    int at = first;
    while (at + 2 < body.size() && body.get(at + 1).isSymbol('.') && isName(at + 2)) {
      at += 2;
    }
    if (at + 1 < body.size() && body.get(at + 1).isSymbol('(')) {
      return; // a function
    }
    var table = name(at);
    named.computeIfAbsent(table, key -> new HashSet<>()).add(table);
    int alias = at + 1 < body.size() && body.get(at + 1).isWord("AS") ? at + 2 : at + 1;
    if (alias < body.size() && isName(alias) && !NO_ALIAS.contains(body.get(alias).normal())) {
      named.computeIfAbsent(name(alias), key -> new HashSet<>()).add(table);
    }
  }

  /** Whether the star there is certainly of other tables than this one. */
  boolean isOfOthers(int star, String table) {
    if (star > 1 && body.get(star - 1).isSymbol('.')) {
      boolean plain = isName(star - 2) && !(star > 2 && body.get(star - 3).isSymbol('.'));
      return plain && others(named().getOrDefault(name(star - 2), Set.of()), table);
    }
    boolean alone = star > 0 && body.get(star - 1).isWord("SELECT");
    return alone
        && star + 1 < body.size()
        && body.get(star + 1).isWord("FROM")
        && others(listed(star + 1), table);
  }

  private boolean others(Set<String> tables, String table) {
    return !tables.isEmpty()
        && tables.stream().noneMatch(each -> each.equals(table) || opaque.test(each));
  }

  /** The tables of FROM; empty if there is anything else in it. */
  private Set<String> listed(int from) {
    var tables = new HashSet<String>();
    int depth = 0;
    for (int at = from; at < body.size(); at++) {
      var token = body.get(at);
      depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
      if (depth < 0 || token.isSymbol(';') || (depth == 0 && END.contains(token.normal()))) {
        return tables;
      }
      boolean lists = token.isWord("FROM") || token.isWord("JOIN") || token.isSymbol(',');
      if (!lists) {
        continue;
      }
      if (depth > 0 || !isName(at + 1) || body.get(at + 1).isWord("LATERAL")) {
        return Set.of();
      }
      int last = at + 1;
      while (last + 2 < body.size() && body.get(last + 1).isSymbol('.') && isName(last + 2)) {
        last += 2;
      }
      if (last + 1 < body.size() && body.get(last + 1).isSymbol('(')) {
        return Set.of(); // a function
      }
      tables.add(name(last));
    }
    return tables;
  }

  private boolean isName(int at) {
    if (at < 0 || at >= body.size()) {
      return false;
    }
    var kind = body.get(at).kind();
    return kind == SqlToken.Kind.WORD || kind == SqlToken.Kind.QUOTED_NAME;
  }

  private String name(int at) {
    return body.get(at).name().toLowerCase(Locale.ROOT);
  }
}
