package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.window.Phase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an UPDATE does to values that older code reads. */
final class NewValues {
  private NewValues() {}

  /**
   * Judges the columns that are set. Older code doesn't read new ones, NULL has no form that it
   * could miss, and a number that goes up stays one.
   *
   * @param setting has the columns
   * @param condition that the rows fulfil
   */
  static void judge(String table, Node setting, @Nullable Node condition, Draft draft) {
    var empty = new ArrayList<String>();
    addEmpty(condition, empty);
    var inferred = inferred(setting);
    for (var column : setting.nodes("targetList")) {
      var name = column.text("name");
      boolean harmless =
          draft.scope().isNewColumn(table, name)
              || draft.scope().earlier().addsPending(table, name)
              || empty.contains(name)
              || inferred.contains(name)
              || counts(name, column.node("val"));
      if (!harmless) {
        draft.phaseByData(Phase.CONTRACT);
        draft.remark(
            Rule.UPDATE_VALUES,
            column,
            "values of column "
                + Names.member(table, name)
                + " change, which older code reads and may not understand",
            "add WHERE "
                + name
                + " IS NULL if only empty ones are to be filled; else let all code read both"
                + " forms first. If the form stays the same, say so with -- accept: update-values");
        return;
      }
    }
  }

  /** The columns of ON CONFLICT: a row is found by them, so that they stay as they are. */
  private static List<String> inferred(Node setting) {
    var names = new ArrayList<String>();
    var infer = setting.node("infer");
    if (infer != null) {
      infer.nodes("indexElems").forEach(element -> names.add(element.text("name")));
    }
    return names;
  }

  /** The columns that are NULL in each row: {@code a IS NULL AND …}. */
  private static void addEmpty(@Nullable Node condition, List<String> names) {
    if (condition == null) {
      return;
    }
    if (condition.is("BoolExpr") && condition.text("boolop").equals("AND_EXPR")) {
      condition.nodes("args").forEach(part -> addEmpty(part, names));
    } else if (condition.is("NullTest") && condition.text("nulltesttype").equals("IS_NULL")) {
      names.add(column(condition.node("arg")));
    }
  }

  /** The name of a column, without its table; empty for anything else. */
  private static String column(@Nullable Node reference) {
    if (reference == null || !reference.is("ColumnRef")) {
      return "";
    }
    var fields = reference.strings("fields");
    return fields.isEmpty() ? "" : fields.getLast();
  }

  /** {@code n = n + 1} */
  private static boolean counts(String name, @Nullable Node value) {
    if (value == null || !value.is("A_Expr")) {
      return false;
    }
    var operator = value.strings("name");
    var step = value.node("rexpr");
    return (operator.equals(List.of("+")) || operator.equals(List.of("-")))
        && column(value.node("lexpr")).equals(name)
        && step != null
        && step.is("A_Const")
        && (step.has("ival") || step.has("fval"));
  }
}
