package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.grammar.Node;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an expression gives in rows that older code writes, as far as it reads new columns. */
final class OlderValues {
  enum Special {
    NULL,
    SOME
  }

  /** A value that isn't known, but can't make anything fail. */
  static final Special SOME = Special.SOME;

  static final Special NULL = Special.NULL;

  /** Beyond it a float isn't exact. */
  private static final long EXACT = 1_000_000;

  /** Operators that give NULL for NULL. */
  private static final Set<String> STRICT_OPERATORS =
      Set.of("+", "-", "*", "/", "%", "->", "->>", "#>", "#>>");

  /** Functions that give NULL for NULL, and the same on every day. */
  private static final Set<String> STRICT_FUNCTIONS =
      Set.of(
          """
          abs array_length btrim cardinality ceil char_length character_length floor json_typeof
          jsonb_array_length jsonb_typeof left length lower ltrim md5 mod octet_length position
          regexp_replace replace right round rtrim starts_with strpos substr substring trunc upper
          """
              .strip()
              .split("\\s+", -1));

  private final String table;
  private final OlderRows rows;

  OlderValues(String table, OlderRows rows) {
    this.table = table;
    this.rows = rows;
  }

  /** Null if it isn't known, or may fail. */
  @Nullable Object of(@Nullable Node expression) {
    if (expression == null) {
      return null;
    }
    return switch (expression.type()) {
      case "A_Const" -> constant(expression);
      case "ColumnRef" -> column(expression);
      case "TypeCast" -> cast(expression);
      case "FuncCall" -> call(expression);
      case "CoalesceExpr" -> first(expression.nodes("args"));
      case "A_Expr" -> computed(expression);
      default -> null;
    };
  }

  private static Object constant(Node constant) {
    if (constant.flag("isnull")) {
      return NULL;
    }
    var text = constant.node("sval");
    var number = constant.node("ival");
    var truth = constant.node("boolval");
    if (text != null) {
      return text.text("sval");
    }
    if (truth != null) {
      return truth.flag("boolval");
    }
    long value = number == null ? EXACT : number.number("ival");
    return number != null && value < EXACT ? value : SOME;
  }

  private @Nullable Object column(Node reference) {
    var fields = reference.strings("fields");
    boolean own = fields.size() == 1 || (fields.size() == 2 && table.equals(fields.getFirst()));
    var name = own ? Names.member(table, fields.getLast()) : "";
    if (!rows.isKnown(name)) {
      return null;
    }
    var constant = rows.constant(name);
    return constant == null ? NULL : of(constant);
  }

  private @Nullable Object cast(Node cast) {
    var type = cast.node("typeName");
    var arg = cast.node("arg");
    if (type == null || arg == null || !BuiltIn.isType(type)) {
      return null;
    }
    var value = of(arg);
    boolean same = Set.of("text", "varchar").contains(BuiltIn.type(type)) && !type.has("typmods");
    if (value == null || NULL.equals(value) || (same && value instanceof String)) {
      return value;
    }
    return arg.is("A_Const") ? SOME : null; // a literal is read when the statement is
  }

  private @Nullable Object call(Node call) {
    boolean plain = call.only("funcname", "args", "funcformat") && !call.nodes("args").isEmpty();
    boolean strict = false;
    for (var argument : call.nodes("args")) {
      var value = of(argument);
      if (value == null) {
        return null;
      }
      strict |= NULL.equals(value);
    }
    var name = call.strings("funcname").getLast();
    boolean known = plain && BuiltIn.isHarmless(call) && STRICT_FUNCTIONS.contains(name);
    if (known && strict) {
      return NULL;
    }
    return known && BuiltIn.isTotal(call) ? SOME : null;
  }

  private @Nullable Object first(List<Node> values) {
    for (var each : values) {
      var value = of(each);
      if (!NULL.equals(value)) {
        return value;
      }
    }
    return NULL;
  }

  private @Nullable Object computed(Node operation) {
    var names = operation.strings("name");
    var right = of(operation.node("rexpr"));
    if (!operation.text("kind").equals("AEXPR_OP") || names.size() != 1 || right == null) {
      return null;
    }
    if (!operation.has("lexpr")) {
      return names.getFirst().equals("-") && right instanceof Long number
          ? (Object) (-number)
          : null;
    }
    var left = of(operation.node("lexpr"));
    boolean strict = STRICT_OPERATORS.contains(names.getFirst());
    return strict && left != null && (NULL.equals(left) || NULL.equals(right)) ? NULL : null;
  }
}
