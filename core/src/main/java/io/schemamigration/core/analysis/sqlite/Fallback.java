package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.sql.SqlToken;
import org.jspecify.annotations.Nullable;

/**
 * What a column gets if an INSERT leaves it out.
 *
 * @param text in a form that compares; null for NULL
 * @param constant whether it is a number, a text, TRUE or FALSE
 */
record Fallback(@Nullable String text, boolean constant) {
  /** Reads what follows DEFAULT; null if it isn't on the list. */
  static @Nullable Fallback read(Cursor at) {
    var expression = at.parentheses();
    if (expression != null) {
      boolean constant = isConstant(expression.copy());
      boolean none = constant && expression.isWord("NULL");
      var text = none ? null : "( " + expression.normal() + ")";
      return Expressions.harmless(expression) ? new Fallback(text, constant) : null;
    }
    var sign = at.accept('-') ? "-" : at.accept('+') ? "+" : "";
    if (at.atEnd() || at.peek().kind() == SqlToken.Kind.SYMBOL) {
      return null;
    }
    if (at.accept("NULL")) {
      return new Fallback(null, true);
    }
    var token = at.skip();
    return new Fallback(sign + token.normal(), isConstant(token));
  }

  private static boolean isConstant(Cursor expression) {
    boolean signed = expression.accept('-') || expression.accept('+');
    var token = expression.skip();
    return isConstant(token)
        && expression.atEnd()
        && (!signed || token.kind() == SqlToken.Kind.NUMBER);
  }

  /** CURRENT_TIMESTAMP and its like aren't. */
  private static boolean isConstant(SqlToken token) {
    return switch (token.kind()) {
      case NUMBER, STRING, QUOTED_NAME -> true;
      case WORD -> !token.normal().startsWith("CURRENT_");
      case SYMBOL -> false;
    };
  }
}
