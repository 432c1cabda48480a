package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.LockMode;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of expressions and queries. */
final class Expressions {
  /**
   * Nodes of queries that do nothing but read; functions and operators are looked at one by one.
   */
  private static final Set<String> READING =
      Set.of(
          """
          A_ArrayExpr A_Const A_Expr A_Indices A_Indirection A_Star Alias BitString BoolExpr Boolean
          BooleanTest CaseExpr CaseWhen CoalesceExpr CollateClause ColumnRef CommonTableExpr
          CTECycleClause CTESearchClause DeleteStmt Float FuncCall GroupingFunc GroupingSet
          IndexElem InferClause InsertStmt Integer JoinExpr JsonArrayAgg JsonArrayConstructor
          JsonArrayQueryConstructor JsonFuncExpr JsonIsPredicate JsonKeyValue JsonObjectAgg
          JsonObjectConstructor JsonOutput JsonParseExpr JsonReturning JsonScalarExpr
          JsonSerializeExpr JsonTable JsonTableColumn JsonTablePathSpec JsonValueExpr List
          LockingClause MergeStmt MergeSupportFunc MergeWhenClause MinMaxExpr MultiAssignRef NamedArgExpr NullTest
          OnConflictClause ParamRef RangeFunction RangeSubselect RangeTableFunc RangeTableFuncCol
          RangeTableSample RangeVar ResTarget ReturningOption RowExpr SelectStmt SetToDefault SortBy
          SQLValueFunction String SubLink TypeCast TypeName UpdateStmt WindowDef WithClause XmlExpr
          XmlSerialize
          """
              .strip()
              .split("\\s+", -1));

  /** Comparisons and the like, which no value of a built-in type makes fail. */
  private static final Set<String> TOTAL_OPERATORS =
      Set.of(
          "=", "<>", "!=", "<", "<=", ">", ">=", "||", "->", "->>", "#>", "#>>", "@>", "<@", "?");

  private Expressions() {}

  /**
   * Adds the tables, types, functions and sequences that it needs. {@code FOR UPDATE OF} repeats
   * the names or aliases of tables that are listed elsewhere.
   */
  static void uses(@Nullable Node expression, Draft draft) {
    if (expression == null) {
      return;
    }
    expression.walkOutside(
        "LockingClause",
        node -> {
          if (node.has("relname")) {
            draft.uses(Kind.TABLE, Names.relation(node));
          } else if (node.is("FuncCall")) {
            usesOf(node, draft);
          } else if (isType(node) && !BuiltIn.isType(node)) {
            draft.uses(Kind.TYPE, Names.of(node.strings("names")));
          }
        });
  }

  private static boolean isType(Node node) {
    return node.has("names") && node.has("typemod");
  }

  private static void usesOf(Node call, Draft draft) {
    if (!BuiltIn.isHarmless(call)
        && !BuiltIn.is(call, "setval")
        && !BuiltIn.is(call, "set_config")) {
      draft.uses(Kind.FUNCTION, Names.of(call.strings("funcname")));
    }
    for (var argument : call.nodes("args")) {
      if (BuiltIn.is(call, "nextval") || BuiltIn.is(call, "setval")) {
        var name = sequence(argument);
        if (!name.isEmpty()) {
          draft.uses(Kind.SEQUENCE, name);
        }
      }
    }
  }

  /** The sequence that a constant names, as it is; empty for anything else. */
  static String sequence(Node argument) {
    var constant = argument.is("TypeCast") ? argument.node("arg") : argument;
    var text = constant == null ? null : constant.node("sval");
    return text == null ? "" : text.text("sval");
  }

  /** Unknown if it calls what may do anything; for what is computed when the statement runs. */
  static void runs(@Nullable Node expression, Draft draft) {
    if (expression != null) {
      expression.walk(node -> look(node, draft));
    }
  }

  /**
   * For what is kept in something new: reading or writing that later runs it. If it has rows
   * already, that is now.
   */
  static void keeps(@Nullable Node code, String own, Draft draft) {
    if (code == null) {
      return;
    }
    boolean[] loads = {mayDoAnything(code)};
    code.walk(node -> {
      var other = mentioned(node);
      if (!other.isEmpty() && !other.equals(own)) {
        draft.scope().follow(own, other);
        loads[0] |= draft.scope().isLoaded(other);
      }
    });
    if (loads[0]) {
      draft.scope().load(own);
      if (draft.scope().isWritten(own)) {
        runs(code, draft);
      }
    }
  }

  /** The table or the type that it names, without a schema; empty for anything else. */
  private static String mentioned(Node node) {
    var names = isType(node) && !BuiltIn.isType(node) ? node.strings("names") : List.<String>of();
    return names.isEmpty() ? node.text("relname") : names.getLast();
  }

  private static boolean mayDoAnything(Node code) {
    boolean[] found = new boolean[1];
    code.walk(node -> found[0] |= isCode(node));
    return found[0];
  }

  private static boolean isCode(Node node) {
    if (node.is("FuncCall")) {
      return !BuiltIn.isHarmless(node);
    }
    return node.is("A_Expr") && isForeign(node.strings("name"));
  }

  private static void look(Node node, Draft draft) {
    loaded(node, draft);
    if (node.is("FuncCall") && BuiltIn.is(node, "nextval") && !node.nodes("args").isEmpty()) {
      var name = sequence(node.nodes("args").getFirst());
      draft.lock(LockMode.ROW_EXCLUSIVE, name.isEmpty() ? "some sequence" : name);
    }
    if (node.is("FuncCall") && BuiltIn.is(node, "setval")) {
      SessionStatements.setValue(node, draft);
    } else if (node.is("FuncCall") && BuiltIn.is(node, "set_config")) {
      SessionStatements.setConfig(node, draft);
    } else if (node.is("FuncCall") && !BuiltIn.isHarmless(node)) {
      var name = Names.of(node.strings("funcname"));
      draft.unknown(
          Rule.CALLS_FUNCTION,
          node,
          "function " + name + " may do anything",
          "write what it does as statements, or have the migration approved");
    } else if (node.is("A_Expr") && isForeign(node.strings("name"))) {
      draft.unmapped(node, "operator " + Names.of(node.strings("name")));
    } else if (!node.type().isEmpty() && !READING.contains(node.type())) {
      draft.unmapped(node, node.type() + " in a query");
    }
  }

  /** What this migration created with code in it. */
  private static void loaded(Node node, Draft draft) {
    var own = mentioned(node);
    if (!own.isEmpty() && draft.scope().isLoaded(own)) {
      draft.unknown(
          Rule.CALLS_FUNCTION,
          node,
          own + " runs functions that the migration put there, which may do anything",
          "write what they do as statements, or have the migration approved");
    }
  }

  private static boolean isForeign(List<String> operator) {
    return operator.size() > 1 && !operator.getFirst().equals("pg_catalog");
  }

  /** Whether no row makes it fail: it compares, or changes letters. */
  static boolean isTotal(@Nullable Node expression) {
    if (expression == null) {
      return true;
    }
    return switch (expression.type()) {
      case "A_Const", "ColumnRef", "SQLValueFunction" -> true;
      case "NullTest", "BooleanTest", "CollateClause" -> isTotal(expression.node("arg"));
      case "BoolExpr", "CoalesceExpr" -> areTotal(expression.nodes("args"));
      case "List" -> areTotal(expression.nodes("items"));
      case "TypeCast" -> isConstant(expression.node("arg"));
      case "FuncCall" ->
          BuiltIn.isTotal(expression)
              && expression.only("funcname", "args", "funcformat")
              && areTotal(expression.nodes("args"));
      case "A_Expr" -> isTotalOperator(expression);
      default -> false;
    };
  }

  private static boolean areTotal(List<Node> expressions) {
    for (var each : expressions) {
      if (!isTotal(each)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isTotalOperator(Node operation) {
    boolean known =
        switch (operation.text("kind")) {
          case "AEXPR_OP" ->
              operation.strings("name").size() == 1
                  && TOTAL_OPERATORS.contains(operation.strings("name").getFirst());
          case "AEXPR_IN",
              "AEXPR_BETWEEN",
              "AEXPR_NOT_BETWEEN",
              "AEXPR_BETWEEN_SYM",
              "AEXPR_NOT_BETWEEN_SYM",
              "AEXPR_DISTINCT",
              "AEXPR_NOT_DISTINCT",
              "AEXPR_NULLIF" ->
              true;
          default -> false;
        };
    return known && isTotal(operation.node("lexpr")) && isTotal(operation.node("rexpr"));
  }

  /** Whether it is written out, and so the same on every day. */
  static boolean isConstant(@Nullable Node expression) {
    if (expression == null) {
      return false;
    }
    return switch (expression.type()) {
      case "A_Const" -> true;
      case "TypeCast" -> isConstant(expression.node("arg"));
      case "A_ArrayExpr" -> areConstant(expression.nodes("elements"));
      case "A_Expr" -> // a number with its sign
          expression.text("kind").equals("AEXPR_OP")
              && !expression.has("lexpr")
              && isConstant(expression.node("rexpr"));
      default -> false;
    };
  }

  static boolean areConstant(List<Node> expressions) {
    for (var each : expressions) {
      if (!isConstant(each)) {
        return false;
      }
    }
    return true;
  }

  /** Whether it gives another value for each row. */
  static boolean isVolatile(@Nullable Node expression) {
    if (expression == null) {
      return false;
    }
    boolean[] found = new boolean[1];
    expression.walk(node -> found[0] |= node.is("FuncCall") && BuiltIn.isVolatile(node));
    return found[0];
  }

  /** Whether it is the constant NULL, with or without a type. */
  static boolean isNull(@Nullable Node expression) {
    var value = expression;
    while (value != null && value.is("TypeCast")) {
      value = value.node("arg");
    }
    return value != null && value.flag("isnull");
  }
}
