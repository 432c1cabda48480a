package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.sql.SqlToken;
import java.util.Set;

/**
 * Whether no value makes an expression fail: columns, constants, comparisons, arithmetic, which
 * gives NULL or a floating point number in SQLite where others fail, and a few functions.
 */
final class TotalExpression {
  private static final Set<String> FUNCTIONS =
      Set.of(
          "COALESCE",
          "IFNULL",
          "INSTR",
          "LENGTH",
          "LOWER",
          "LTRIM",
          "NULLIF",
          "OCTET_LENGTH",
          "RTRIM",
          "TRIM",
          "TYPEOF",
          "UNICODE",
          "UPPER");

  private static final Set<String> WORDS =
      Set.of(
          "AND", "OR", "NOT", "NULL", "IS", "IN", "ISNULL", "NOTNULL", "BETWEEN", "CASE", "WHEN",
          "THEN", "ELSE", "END");

  private static final String SYMBOLS = "()=<>!,.+-*/%";

  private TotalExpression() {}

  static boolean is(Cursor at) {
    boolean operand = false;
    for (; !at.atEnd(); at.skip()) {
      var token = at.peek();
      var after = at.peek(1);
      boolean symbol = token.kind() == SqlToken.Kind.SYMBOL && SYMBOLS.indexOf(token.text()) >= 0;
      boolean word = token.kind() == SqlToken.Kind.WORD && WORDS.contains(token.normal());
      boolean name = token.kind() != SqlToken.Kind.SYMBOL && !word;
      boolean call = name && after.isSymbol('(');
      boolean known = token.kind() == SqlToken.Kind.WORD && FUNCTIONS.contains(token.normal());
      if (token.isWord("COLLATE") && operand && after.kind() == SqlToken.Kind.WORD) {
        at.skip();
        continue;
      }
      boolean arrow = token.isSymbol('-') && after.isSymbol('>');
      // two operands in a row: an operator that isn't on the list
      if (arrow || (call && !known) || !(symbol || word || name) || (name && operand)) {
        return false;
      }
      operand = (name && !call) || token.isSymbol(')');
    }
    return true;
  }
}
