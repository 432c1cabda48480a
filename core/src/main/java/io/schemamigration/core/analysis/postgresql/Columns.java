package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.LockMode;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.window.Phase;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A column that is added to a table. */
final class Columns {
  /** Since this release an UPDATE fails where a replica would need a generated column. */
  private static final int PUBLISHES_GENERATED = 18;

  private final Draft draft;
  private final String table;
  private final Node column;
  private final String name;
  private boolean required;
  private boolean filled;
  private boolean generated;
  private @Nullable Node defaultValue;

  private Columns(Draft draft, String table, Node column) {
    this.draft = draft;
    this.table = table;
    this.column = column;
    this.name = Names.member(table, column.text("colname"));
  }

  /** Judges {@code ADD COLUMN}. */
  static void add(String table, Node command, Draft draft) {
    draft.lock(LockMode.ACCESS_EXCLUSIVE, table);
    var column = command.node("def");
    if (column == null
        || !draft.only(command, "ADD COLUMN", "subtype", "def", "behavior", "missing_ok")
        || !draft.only(
            column,
            "a column",
            "colname",
            "typeName",
            "is_local",
            "constraints",
            "collClause",
            "compression",
            "storage_name")) {
      return;
    }
    var added = new Columns(draft, table, column);
    boolean isNew = !command.flag("missing_ok") || draft.scope().isAbsent(Kind.COLUMN, added.name);
    added.judge(isNew);
    if (isNew) {
      added.keep();
    }
  }

  private void keep() {
    var scope = draft.scope();
    scope.make(Kind.COLUMN, name);
    scope.empty(name); // one of that name may have been there before
    if (filled) {
      scope.fill(name);
    }
    if (filled || generated || defaultValue != null) {
      scope.compute(name);
    }
    if (required) {
      scope.require(name);
    }
  }

  /** Functions that older code calls, or that triggers call, may not bear the column. */
  private void code() {
    var met = draft.scope().earlier().code().meets(table, column.text("colname"));
    if (met != null) {
      draft.phaseByData(Phase.CONTRACT);
      draft.remark(
          Rule.COLUMN_IN_CODE,
          column,
          "column "
              + name
              + " meets "
              + met
              + ": what older code does may fail, or mean the column",
          "change that code first, in an expand migration, so that it names its columns and"
              + " qualifies them");
    }
  }

  private void judge(boolean isNew) {
    draft.adds(Kind.COLUMN, name);
    Refused.column(column, draft);
    code();
    type();
    for (var constraint : column.nodes("constraints")) {
      constraint(constraint);
    }
    olderRows(isNew);
    for (var constraint : column.nodes("constraints")) {
      Constraints.ofColumn(table, column, constraint, defaultValue != null, draft);
    }
    if (required && !filled) {
      required();
    }
    Style.column(table, column, draft);
  }

  /** What older code, which doesn't write the column, has in it. */
  private void olderRows(boolean isNew) {
    var rows = draft.scope().olderRows();
    var type = column.node("typeName");
    boolean plain =
        type != null
            && (BuiltIn.isType(type)
                || draft.scope().isNew(Kind.TYPE, Names.of(type.strings("names")))
                || draft.scope().folder().isPlainType(Names.of(type.strings("names"))));
    boolean empty = defaultValue == null && type != null && Domains.takesNull(column, type, draft);
    boolean constant =
        defaultValue == null ? !filled : filled && Expressions.isConstant(defaultValue);
    rows.forget(name);
    if (isNew
        && (plain || empty)
        && constant
        && !generated
        && draft.scope().mayBeNew(Kind.COLUMN, name)) {
      rows.add(name, defaultValue);
      if (empty && !plain) {
        rows.relyOn(name); // the domain may not take a default that comes later
      }
    }
  }

  private void type() {
    var type = column.node("typeName");
    if (type == null) {
      draft.unmapped(column, "a column without a type");
      return;
    }
    if (BuiltIn.isSerial(type)) {
      serial();
    } else if (!BuiltIn.isType(type)) {
      var typeName = Names.of(type.strings("names"));
      draft.uses(Kind.TYPE, typeName);
      if (!draft.fresh()) {
        Expressions.runs(type, draft); // a domain's rules, for the rows that are there
      }
      if (draft.scope().isNew(Kind.TYPE, typeName)
          || draft.scope().folder().isPlainType(typeName)) {
        return;
      }
      Domains.judge(column, type, name, draft);
    }
  }

  private void serial() {
    filled = true;
    draft.adds(Kind.SEQUENCE, table + "_" + column.text("colname") + "_seq");
    draft.phaseByData(Phase.CONTRACT);
    rewrite(
        Rule.ADD_SERIAL_COLUMN,
        "column " + name + " numbers all rows, and anyone who inserts needs rights on its sequence",
        "add the column without a default, fill it in batches; for new tables use GENERATED BY"
            + " DEFAULT AS IDENTITY, which needs no rights");
  }

  private void constraint(Node constraint) {
    switch (constraint.text("contype")) {
      case "CONSTR_NOTNULL" -> required = true;
      case "CONSTR_DEFAULT" -> defaultValue(constraint);
      case "CONSTR_IDENTITY" -> {
        filled = true;
        rewrite(
            Rule.ADD_IDENTITY_COLUMN,
            "column " + name + " numbers all rows",
            "add the column without a default, fill it in batches, then make it an identity");
      }
      case "CONSTR_GENERATED" -> generated(constraint);
      default -> {} // judged by Constraints
    }
  }

  private void defaultValue(Node constraint) {
    var value = constraint.node("raw_expr");
    defaultValue = Expressions.isNull(value) ? null : value;
    Expressions.uses(value, draft);
    if (defaultValue == null) {
      return;
    }
    filled = Defaults.isPlain(value) && (Expressions.isConstant(value) || !isLimited());
    if (!draft.fresh()) {
      Expressions.runs(value, draft);
    }
    if (!filled) {
      draft.phaseByData(Phase.CONTRACT);
      draft.remark(
          Rule.DEFAULT_MAY_FAIL,
          constraint,
          "the default of column " + name + " may fail, or be null, for rows of older code",
          "use a constant, now() or gen_random_uuid()");
    }
    if (Expressions.isVolatile(value)) {
      rewrite(
          Rule.VOLATILE_DEFAULT,
          "column " + name + " gets another value for each row: the table is rewritten",
          "add the column without a default, then SET DEFAULT, then fill it in batches");
    } else if (!draft.since(11)) {
      draft.danger(Danger.REWRITE, Danger.FULL_SCAN);
    }
  }

  /** Where the migrations speak of replication; since PostgreSQL 18 that is about updates, too. */
  private boolean replicated() {
    return draft.mayBe(PUBLISHES_GENERATED) && draft.scope().earlier().replicates();
  }

  /** A length that what is computed later may exceed. */
  private boolean isLimited() {
    var type = column.node("typeName");
    return type != null
        && type.has("typmods")
        && Set.of("varchar", "bpchar", "bit", "varbit", "numeric").contains(BuiltIn.type(type));
  }

  private void generated(Node constraint) {
    var value = constraint.node("raw_expr");
    filled = false;
    generated = true;
    Expressions.uses(value, draft);
    Expressions.runs(value, draft);
    if (draft.mayBe(PUBLISHES_GENERATED)) {
      draft.phaseByData(Phase.EXPAND); // it depends on publications and on the replica identity
    }
    if (replicated()) {
      draft.phaseByData(Phase.CONTRACT);
      draft.remark(
          Rule.CHANGE_MEANING,
          constraint,
          "UPDATE and DELETE of older code fail where table "
              + table
              + " is published and its replica identity is FULL",
          "publish generated columns first, or make it a plain column");
    }
    boolean virtual = constraint.text("generated_kind").equals("v");
    if (!Expressions.isTotal(value)) {
      draft.phaseByData(Phase.CONTRACT);
      draft.remark(
          Rule.GENERATED_MAY_FAIL,
          constraint,
          "what column "
              + name
              + (virtual
                  ? " computes may fail where older code reads it, as SELECT * does"
                  : " computes may fail for rows that older code writes"),
          "make it a plain column that newer code fills");
    }
    if (!virtual) {
      rewrite(
          Rule.STORED_GENERATED_COLUMN,
          "column " + name + " is computed for all rows: the table is rewritten",
          "add a plain column, fill it in batches and let newer code write it");
    }
  }

  private void required() {
    draft.danger(Danger.FULL_SCAN);
    if (generated) {
      draft.phaseByData(Phase.CONTRACT);
    } else if (defaultValue == null) {
      draft.phase(Phase.OFFLINE);
    } else {
      draft.phaseByData(Phase.OFFLINE);
    }
    draft.narrows(Kind.TABLE, table);
    draft.remark(
        Rule.ADD_REQUIRED_COLUMN,
        column,
        "column " + name + " is NOT NULL, and older code doesn't write it",
        "add it without NOT NULL or with a constant default; let newer code write it, fill it in"
            + " batches, and SET NOT NULL in a later migration");
  }

  private void rewrite(Rule rule, String message, String advice) {
    draft.danger(Danger.REWRITE, Danger.FULL_SCAN);
    draft.remark(rule, column, message, advice);
  }
}
