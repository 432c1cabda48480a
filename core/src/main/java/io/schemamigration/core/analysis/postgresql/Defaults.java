package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.grammar.Node;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a column gets if older code leaves it out. */
final class Defaults {
  /** Of values that are written out. */
  private static final Set<String> PLAIN_OPERATORS = Set.of("||", "+", "-", "*");

  private Defaults() {}

  /** Whether a default of that kind gives a value on every day, for every row, and never null. */
  static boolean isPlain(@Nullable Node expression) {
    if (expression == null) {
      return false;
    }
    return switch (expression.type()) {
      case "A_Const" -> !expression.flag("isnull");
      case "SQLValueFunction" -> isTime(expression.text("op"));
      case "FuncCall" -> BuiltIn.isSource(expression) && expression.nodes("args").isEmpty();
      case "TypeCast" -> isPlainCast(expression);
      case "A_ArrayExpr" -> Expressions.areConstant(expression.nodes("elements"));
      case "A_Expr" -> isPlainOperation(expression);
      default -> false;
    };
  }

  /** The user and the schema have no place here: they may be too long, or not there at all. */
  private static boolean isTime(String function) {
    return function.startsWith("SVFOP_CURRENT_DATE")
        || function.startsWith("SVFOP_CURRENT_TIME")
        || function.startsWith("SVFOP_LOCALTIME");
  }

  private static boolean isPlainCast(Node cast) {
    var value = cast.node("arg");
    var type = cast.node("typeName");
    if (type == null || !isPlain(value)) {
      return false;
    }
    return Expressions.isConstant(value)
        || Set.of("text", "date", "timestamptz").contains(BuiltIn.type(type));
  }

  private static boolean isPlainOperation(Node operation) {
    var names = operation.strings("name");
    boolean signed = !operation.has("lexpr");
    return operation.text("kind").equals("AEXPR_OP")
        && names.size() == 1
        && PLAIN_OPERATORS.contains(names.getFirst())
        && (signed || isPlain(operation.node("lexpr")))
        && isPlain(operation.node("rexpr"))
        && !Expressions.isVolatile(operation);
  }
}
