package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.sql.SqlToken;
import io.schemamigration.core.sql.UnreadableSqlException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a condition on one new column gives in rows of older code, which don't have a value there:
 * NULL, or the constant default. Whatever isn't known here may be false.
 */
final class OlderRows {
  private static final String NULL = "null";

  /** A value that isn't known; no error. */
  private static final String SOME = "";

  private static final int TRUE = 1;
  private static final int FALSE = 2;
  private static final int UNKNOWN = 4;

  /** Unknown. */
  private static final int OPEN = 0;

  /** They give NULL for NULL, and nothing makes them fail. */
  private static final Set<String> STRICT =
      Set.of("LENGTH", "LOWER", "UPPER", "TRIM", "LTRIM", "RTRIM", "ABS");

  /** It gives NULL for NULL, or 0 in older releases of SQLite (3.40 does). */
  private static final String JSON_VALID = "JSON_VALID";

  private final ColumnDefinition column;

  private OlderRows(ColumnDefinition column) {
    this.column = column;
  }

  /** Whether a CHECK of a column takes the rows of code that doesn't know the column. */
  static boolean pass(TableRule check, ColumnDefinition column) {
    if (column.generated() != null) {
      return false;
    }
    try {
      var condition = Cursor.of(check.text()).parentheses();
      if (condition == null) {
        return false;
      }
      int outcome = new OlderRows(column).either(condition);
      return condition.atEnd() && outcome != OPEN && (outcome & FALSE) == 0;
    } catch (UnreadableSqlException e) {
      return false;
    }
  }

  private int either(Cursor at) {
    int all = both(at);
    while (at.accept("OR")) {
      all = joined(all, both(at), TRUE);
    }
    return all;
  }

  private int both(Cursor at) {
    int all = one(at);
    while (at.accept("AND")) {
      all = joined(all, one(at), FALSE);
    }
    return all;
  }

  private static int joined(int one, int other, int decides) {
    if (one == OPEN || other == OPEN) {
      return OPEN;
    }
    int yields = decides == TRUE ? FALSE : TRUE;
    boolean neither = (one & ~decides) != 0 && (other & ~decides) != 0;
    return ((one | other) & decides)
        | (neither ? (one | other) & UNKNOWN : 0)
        | (one & other & yields);
  }

  private int one(Cursor at) {
    var inner = at.copy().parentheses();
    if (inner != null && operand(at.copy()) == null) {
      at.parentheses();
      int outcome = either(inner);
      return inner.atEnd() ? outcome : OPEN;
    }
    var left = operand(at);
    if (left == null) {
      return OPEN;
    }
    if (at.accept("IS", "NULL") || at.accept("ISNULL")) {
      return left.equals(SOME) ? TRUE | FALSE : left.equals(NULL) ? TRUE : FALSE;
    }
    if (at.accept("IN")) {
      return in(left, at.parentheses());
    }
    if (at.accept("BETWEEN")) {
      int from = compared(">=", left, operand(at));
      return at.accept("AND") ? joined(from, compared("<=", left, operand(at)), FALSE) : OPEN;
    }
    if (at.accept("LIKE") || at.accept("GLOB")) {
      return operand(at) != null && left.equals(NULL) ? UNKNOWN : OPEN;
    }
    var operator = operator(at);
    if (operator.isEmpty()) {
      return left.equals(SOME) ? TRUE | FALSE : left.equals(NULL) ? UNKNOWN : OPEN;
    }
    return compared(operator, left, operand(at));
  }

  private static String operator(Cursor at) {
    var operator = new StringBuilder();
    while (operator.length() < 2 && "=<>!".indexOf(at.peek().text()) >= 0 && !at.atEnd()) {
      operator.append(at.skip().text());
    }
    return operator.toString();
  }

  private int in(String left, @Nullable Cursor list) {
    if (list == null || list.atEnd()) {
      return OPEN;
    }
    int all = FALSE;
    while (!list.atEnd()) {
      var item = list.item();
      var value = operand(item);
      all = joined(all, item.atEnd() ? compared("=", left, value) : OPEN, TRUE);
    }
    return all;
  }

  private int compared(String operator, String left, @Nullable String right) {
    if (right == null) {
      return OPEN;
    }
    if (left.equals(NULL) || right.equals(NULL)) {
      return UNKNOWN;
    }
    boolean equal = operator.equals("=") || operator.equals("==");
    if (!left.equals(SOME) && left.equals(right) && equal) {
      return TRUE;
    }
    return isNumber(left) && isNumber(right) && column.affinity() == Affinity.INTEGER
        ? ordered(operator, Long.compare(Long.parseLong(left), Long.parseLong(right)))
        : TRUE | FALSE;
  }

  private static boolean isNumber(String value) {
    return value.matches("-?[0-9]{1,9}");
  }

  private static int ordered(String operator, int order) {
    boolean holds =
        switch (operator) {
          case "=", "==" -> order == 0;
          case "<" -> order < 0;
          case "<=" -> order <= 0;
          case ">" -> order > 0;
          case ">=" -> order >= 0;
          default -> order != 0;
        };
    return holds ? TRUE : FALSE;
  }

  /** A constant, the column, or a function of it; null for anything else. */
  private @Nullable String operand(Cursor at) {
    var token = at.peek();
    if (at.accept('-')) {
      return at.peek().kind() == SqlToken.Kind.NUMBER ? "-" + at.skip().text() : null;
    }
    if (token.kind() == SqlToken.Kind.NUMBER || token.kind() == SqlToken.Kind.STRING) {
      return at.skip().text();
    }
    if (token.isWord("NULL")) {
      return null;
    }
    boolean valid = JSON_VALID.equals(token.normal());
    boolean call = token.kind() == SqlToken.Kind.WORD && (valid || STRICT.contains(token.normal()));
    if (call && at.peek(1).isSymbol('(')) {
      at.skip();
      var argument = at.parentheses();
      var value = argument == null ? null : operand(argument);
      boolean empty = argument != null && argument.atEnd() && NULL.equals(value);
      return empty ? (valid ? SOME : NULL) : null;
    }
    var name = at.name();
    return name != null && Cursor.key(name).equals(column.key()) ? value() : null;
  }

  private @Nullable String value() {
    var fallback = column.fallback();
    if (fallback == null) {
      return NULL;
    }
    var plain =
        fallback.startsWith("( ") ? fallback.substring(2, fallback.length() - 1).strip() : fallback;
    return column.constantFallback() ? plain : null;
  }
}
