package io.schemamigration.core.analysis;

import io.schemamigration.core.sql.SqlToken;
import java.util.List;

/** The stars of a body that stand for columns. */
final class Stars {
  private final List<SqlToken> body;
  private final boolean view;
  private boolean any;
  private boolean harm;

  Stars(List<SqlToken> body, boolean view) {
    this.body = body;
    this.view = view;
    for (int i = 0; i < body.size(); i++) {
      if (body.get(i).isSymbol('*') && isStar(i)) {
        any = true;
        harm |= !isHarmless(i);
      }
    }
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
