package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.grammar.Node;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a condition gives in rows that older code writes, as far as it reads columns that the
 * migration adds, and nothing else. Whatever could fail, or change with the day, isn't known.
 */
final class Truth {
  private static final int TRUE = 1;
  private static final int FALSE = 2;
  private static final int UNKNOWN = 4;

  /** Unknown. */
  private static final int OPEN = 0;

  private static final Set<String> COMPARISONS = Set.of("=", "<>", "!=", "<", "<=", ">", ">=");

  /** Operators that give NULL for NULL, and a boolean. */
  private static final Set<String> STRICT_CONDITIONS =
      Set.of("~", "~*", "!~", "!~*", "~~", "!~~", "~~*", "!~~*", "@>", "<@", "?", "&&");

  private final String table;
  private final OlderRows rows;
  private final OlderValues values;

  Truth(String table, OlderRows rows) {
    this.table = table;
    this.rows = rows;
    this.values = new OlderValues(table, rows);
  }

  /** Whether a CHECK takes all that older code writes. */
  boolean passes(@Nullable Node condition) {
    int outcome = of(condition);
    return outcome != OPEN && (outcome & FALSE) == 0;
  }

  /** Whether it only reads new columns, and nothing makes it fail. */
  boolean isKnown(@Nullable Node condition) {
    return condition == null || of(condition) != OPEN;
  }

  /** Whether older code's rows have NULL there. */
  boolean isNull(@Nullable Node expression) {
    return expression != null && OlderValues.NULL.equals(values.of(expression));
  }

  /** Assumes that the columns that are read there keep what they hold. */
  void relyOn(@Nullable Node expression) {
    if (expression != null) {
      expression.walk(node -> {
        if (node.is("ColumnRef")) {
          rows.relyOn(Names.member(table, node.strings("fields").getLast()));
        }
      });
    }
  }

  private int of(@Nullable Node condition) {
    if (condition == null) {
      return OPEN;
    }
    return switch (condition.type()) {
      case "BoolExpr" -> junction(condition.text("boolop"), condition.nodes("args"));
      case "NullTest" -> {
        var value = values.of(condition.node("arg"));
        boolean wanted = condition.text("nulltesttype").equals("IS_NULL");
        yield value == null ? OPEN : (OlderValues.NULL.equals(value) == wanted ? TRUE : FALSE);
      }
      case "A_Expr" -> operation(condition);
      default -> asTruth(values.of(condition));
    };
  }

  private static int asTruth(@Nullable Object value) {
    if (OlderValues.NULL.equals(value)) {
      return UNKNOWN;
    }
    return value instanceof Boolean known ? (known ? TRUE : FALSE) : OPEN;
  }

  private int junction(String operator, List<Node> parts) {
    if (operator.equals("NOT_EXPR")) {
      int outcome = of(parts.getFirst());
      return (outcome & UNKNOWN)
          | ((outcome & TRUE) != 0 ? FALSE : 0)
          | ((outcome & FALSE) != 0 ? TRUE : 0);
    }
    boolean and = operator.equals("AND_EXPR");
    int all = and ? TRUE : FALSE;
    for (var part : parts) {
      all = joined(all, of(part), and ? FALSE : TRUE);
      if (all == OPEN) {
        return OPEN;
      }
    }
    return all;
  }

  /** Of AND and OR: one value decides, UNKNOWN comes before the one that is left. */
  private static int joined(int one, int other, int decides) {
    if (one == OPEN || other == OPEN) {
      return OPEN;
    }
    int yields = decides == TRUE ? FALSE : TRUE;
    int either = (one | other) & decides;
    boolean bothNot = (one & ~decides) != 0 && (other & ~decides) != 0;
    int unknown = bothNot ? (one | other) & UNKNOWN : 0;
    return either | unknown | (one & other & yields);
  }

  private int operation(Node operation) {
    if (operation.strings("name").size() != 1) {
      return OPEN;
    }
    var name = operation.strings("name").getFirst();
    var left = values.of(operation.node("lexpr"));
    var right = operation.node("rexpr");
    return switch (operation.text("kind")) {
      case "AEXPR_OP" ->
          COMPARISONS.contains(name)
              ? compared(name, left, values.of(right))
              : strict(STRICT_CONDITIONS.contains(name), left, values.of(right));
      case "AEXPR_LIKE", "AEXPR_ILIKE" -> strict(true, left, values.of(right));
      case "AEXPR_IN" -> listed(name, left, items(right), name.equals("="));
      case "AEXPR_OP_ANY" -> listed(name, left, elements(right), true);
      case "AEXPR_OP_ALL" -> listed(name, left, elements(right), false);
      case "AEXPR_BETWEEN" -> between(left, items(right));
      default -> OPEN;
    };
  }

  private static List<Node> items(@Nullable Node list) {
    return list == null ? List.of() : list.nodes("items");
  }

  private static List<Node> elements(@Nullable Node array) {
    if (array == null) {
      return List.of();
    }
    return array.is("TypeCast") ? elements(array.node("arg")) : array.nodes("elements");
  }

  private static int strict(boolean known, @Nullable Object left, @Nullable Object right) {
    boolean safe = left != null && right != null;
    return known && safe && (OlderValues.NULL.equals(left) || OlderValues.NULL.equals(right))
        ? UNKNOWN
        : OPEN;
  }

  private int listed(String operator, @Nullable Object left, List<Node> list, boolean any) {
    if (list.isEmpty() || !COMPARISONS.contains(operator)) {
      return OPEN;
    }
    int all = any ? FALSE : TRUE;
    for (var each : list) {
      all = joined(all, compared(operator, left, values.of(each)), any ? TRUE : FALSE);
    }
    return all;
  }

  private int between(@Nullable Object left, List<Node> bounds) {
    return bounds.size() != 2
        ? OPEN
        : joined(
            compared(">=", left, values.of(bounds.getFirst())),
            compared("<=", left, values.of(bounds.getLast())),
            FALSE);
  }

  private static int compared(String operator, @Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return OPEN;
    }
    if (OlderValues.NULL.equals(left) || OlderValues.NULL.equals(right)) {
      return UNKNOWN;
    }
    if (left instanceof Long one && right instanceof Long other) {
      int order = Long.compare(one, other);
      boolean holds =
          switch (operator) {
            case "=" -> order == 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            default -> order != 0;
          };
      return holds ? TRUE : FALSE;
    }
    // two texts may be one value, but one text is never two
    return !OlderValues.SOME.equals(left) && left.equals(right) && operator.equals("=")
        ? TRUE
        : TRUE | FALSE;
  }
}
