package io.schemamigration.core.analysis;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlToken;
import io.schemamigration.core.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Views that are recreated as they were, with more columns behind those that they had: code that
 * names the columns that it reads sees the same rows.
 */
public final class ViewText {
  /** Functions that neither fail nor make other rows. */
  private static final Set<String> HARMLESS = Set.of("coalesce", "lower", "upper", "nullif");

  /** What makes other rows of the same ones, once there are more columns. */
  private static final Set<String> COUNTS_ROWS =
      Set.of("UNION", "INTERSECT", "EXCEPT", "DISTINCT", "GROUP", "WITH");

  /**
   * A view's query.
   *
   * @param items what it shows
   * @param tail what follows that
   */
  private record Query(List<String> items, String tail, List<List<SqlToken>> tokens) {}

  private ViewText() {}

  /**
   * The views that a migration recreates with nothing but more columns, by their names in lower
   * case and without a schema.
   */
  public static Set<String> extended(List<Statement> migration, Earlier earlier, Dialect dialect) {
    var extended = new HashSet<String>();
    for (var statement : migration) {
      var at = new SqlWords(SqlWords.tokens(dialect, statement.sql()));
      if (!nameOf(at).isEmpty()) {
        var name = Earlier.own(nameOf(at));
        var was = earlier.view(name);
        if (was != null
            && appends(dialect, was, statement.sql())
            && others(migration, name, dialect)) {
          extended.add(name);
        }
      }
    }
    return extended;
  }

  /** Nothing but its DROP and its CREATE touches the view in this migration. */
  private static boolean others(List<Statement> migration, String name, Dialect dialect) {
    int made = 0;
    for (var statement : migration) {
      var at = new SqlWords(SqlWords.tokens(dialect, statement.sql()));
      boolean mentions = at.has(name);
      boolean drops = at.copy().accept("DROP", "VIEW");
      made += mentions && !drops ? 1 : 0;
      if (mentions && drops && (at.has("cascade") || at.copy().skipTo(','))) {
        return false;
      }
    }
    return made == 1;
  }

  /** The name of the plain view that a statement makes; empty if it makes none. */
  static String nameOf(SqlWords statement) {
    var at = statement.copy();
    if (!at.accept("CREATE")) {
      return "";
    }
    at.accept("OR", "REPLACE");
    if (!at.accept("VIEW")) {
      return "";
    }
    at.accept("IF", "NOT", "EXISTS");
    return at.name();
  }

  private static boolean appends(Dialect dialect, String was, String now) {
    var before = query(dialect, was);
    var after = query(dialect, now);
    if (before == null || after == null || !before.tail().equals(after.tail())) {
      return false;
    }
    int had = before.items().size();
    return after.items().size() >= had
        && after.items().subList(0, had).equals(before.items())
        && after.tokens().subList(had, after.items().size()).stream().allMatch(ViewText::harmless);
  }

  /** Null for a query whose rows depend on its columns, or that isn't a plain one. */
  private static @Nullable Query query(Dialect dialect, String sql) {
    var at = new SqlWords(SqlWords.tokens(dialect, sql));
    if (!at.skipTo("AS")) {
      return null;
    }
    boolean plain = nameIsFollowedByAs(dialect, sql);
    at.skip();
    if (!plain || !at.accept("SELECT")) {
      return null;
    }
    var items = new ArrayList<List<SqlToken>>();
    var item = new ArrayList<SqlToken>();
    var tail = new StringBuilder();
    int depth = 0;
    boolean behind = false;
    for (var token : at.rest()) {
      depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
      if (depth == 0 && COUNTS_ROWS.contains(token.normal())) {
        return null;
      }
      behind |= depth == 0 && token.isWord("FROM");
      if (behind) {
        tail.append(text(token)).append(' ');
      } else if (depth == 0 && token.isSymbol(',')) {
        items.add(List.copyOf(item));
        item.clear();
      } else {
        item.add(token);
      }
    }
    items.add(List.copyOf(item));
    return new Query(items.stream().map(ViewText::text).toList(), tail.toString(), items);
  }

  /** With names or options of its own it isn't compared. */
  private static boolean nameIsFollowedByAs(Dialect dialect, String sql) {
    var at = new SqlWords(SqlWords.tokens(dialect, sql));
    at.accept("CREATE");
    at.accept("OR", "REPLACE");
    at.accept("VIEW");
    at.accept("IF", "NOT", "EXISTS");
    at.name();
    return at.is("AS");
  }

  private static String text(SqlToken token) {
    return token.kind() == SqlToken.Kind.WORD
        ? token.text().toLowerCase(Locale.ROOT)
        : token.text();
  }

  private static String text(List<SqlToken> tokens) {
    return String.join(" ", tokens.stream().map(ViewText::text).toList());
  }

  /** Columns and constants: no call that could make rows, or fail. */
  private static boolean harmless(List<SqlToken> item) {
    for (int i = 0; i < item.size(); i++) {
      var token = item.get(i);
      if (token.isSymbol('/') || token.isSymbol('%') || token.isSymbol(':')) {
        return false;
      }
      boolean called = i > 0 && HARMLESS.contains(text(item.get(i - 1)));
      if (token.isSymbol('(') && !called) {
        return false;
      }
      if (token.isSymbol('*')) {
        return false;
      }
    }
    return true;
  }
}
