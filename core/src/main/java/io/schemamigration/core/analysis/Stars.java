package io.schemamigration.core.analysis;

import io.schemamigration.core.sql.SqlToken;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The stars of a body that stand for columns, and what else takes all columns of a table. */
final class Stars {
  /** What stands before TABLE where that isn't a query. */
  private static final Set<String> NO_QUERY =
      Set.of(
          "CREATE",
          "ALTER",
          "DROP",
          "TRUNCATE",
          "LOCK",
          "TEMP",
          "TEMPORARY",
          "UNLOGGED",
          "FOREIGN",
          "REINDEX",
          "ON",
          "FOR",
          "ADD",
          "SET",
          "NEW",
          "OLD");

  private final List<SqlToken> body;
  private final boolean view;
  private boolean any;
  private boolean harm;
  private boolean shape;

  /**
   * Reads a body.
   *
   * @param view whether it is a view of SQLite
   * @param table in lower case
   * @param opaque whether what has that name may show rows of any table
   */
  Stars(List<SqlToken> body, boolean view, String table, Predicate<String> opaque) {
    this.body = body;
    this.view = view;
    boolean casts = false;
    var source = new StarSource(body, opaque);
    for (int i = 0; i < body.size(); i++) {
      if (body.get(i).isSymbol('*') && isStar(i)) {
        any = true;
        harm |= !isHarmless(i) && !source.isOfOthers(i, table);
      } else if (isWord(i, "TABLE") && isName(i + 1, table) && !isNoQuery(i - 1)) {
        any = true;
        harm = true;
      }
      boolean built = isSymbol(i - 1, ')') || isString(i - 1);
      shape |= isWord(i, "NATURAL");
      casts |= isWord(i, "CAST");
      shape |= casts && isWord(i, "AS") && built && isName(i + 1, table);
      shape |= isSymbol(i, ':') && isSymbol(i + 1, ':') && built && isName(i + 2, table);
    }
  }

  /** Whether it fits just the columns that there are: NATURAL JOIN, {@code ROW(…)::t}. */
  boolean shape() {
    return shape;
  }

  boolean any() {
    return any;
  }

  boolean harm() {
    return harm;
  }

  private boolean isWord(int at, String word) {
    return at >= 0 && at < body.size() && body.get(at).isWord(word);
  }

  private boolean isSymbol(int at, char symbol) {
    return at >= 0 && at < body.size() && body.get(at).isSymbol(symbol);
  }

  private boolean isNoQuery(int at) {
    return at >= 0 && NO_QUERY.contains(body.get(at).normal());
  }

  private boolean isString(int at) {
    return at >= 0 && body.get(at).kind() == SqlToken.Kind.STRING;
  }

  private boolean isName(int at, String name) {
    if (at >= body.size()) {
      return false;
    }
    var kind = body.get(at).kind();
    return (kind == SqlToken.Kind.WORD || kind == SqlToken.Kind.QUOTED_NAME)
        && body.get(at).name().equalsIgnoreCase(name);
  }

  /** And no product, nor {@code count(*)}. */
  private boolean isStar(int at) {
    boolean alone =
        isWord(at - 1, "SELECT")
            || isWord(at - 1, "ALL")
            || isWord(at - 1, "DISTINCT")
            || isWord(at - 1, "PERFORM");
    boolean listed = isSymbol(at - 1, ',') || isSymbol(at - 1, '.');
    return alone || listed;
  }

  private boolean isHarmless(int at) {
    boolean exists = isSymbol(at - 2, '(') && isWord(at - 3, "EXISTS");
    boolean loop = isWord(at - 1, "SELECT") && isWord(at - 2, "IN");
    boolean into = isWord(at + 1, "INTO");
    boolean compared =
        isWord(at + 1, "IS")
            || (isSymbol(at + 1, ')') && isWord(at + 2, "IS"))
            || isWord(at - 3, "FROM")
            || (isSymbol(at - 3, '(') && isWord(at - 5, "FROM"));
    return exists
        || (loop && !view)
        || into
        || (compared && isSymbol(at - 1, '.'))
        || isWord(at - 1, "PERFORM")
        || (view && plain());
  }

  /** A view of SQLite that shows a table, with all that it has. */
  private boolean plain() {
    var at = new SqlWords(body);
    return at.accept("AS", "SELECT")
        && body.stream()
            .noneMatch(token ->
                token.isWord("UNION")
                    || token.isWord("INTERSECT")
                    || token.isWord("EXCEPT")
                    || token.isWord("NATURAL")
                    || token.isWord("IN"));
  }
}
