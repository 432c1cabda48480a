package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.LockMode;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.window.Phase;
import org.jspecify.annotations.Nullable;

/** Types, domains and enums. */
final class Types {
  private Types() {}

  /** Judges {@code CREATE TYPE}. */
  static void create(Node statement, Draft draft) {
    var composite = statement.node("typevar");
    var name =
        composite == null ? Names.of(statement.strings("typeName")) : Names.relation(composite);
    draft.adds(Kind.TYPE, name);
    Expressions.uses(statement, draft);
    Expressions.keeps(statement, own(statement, composite), draft);
    if (!statement.is("CreateRangeStmt")) { // which may bring functions
      draft.scope().make(Kind.TYPE, name);
    }
  }

  private static String own(Node statement, @Nullable Node composite) {
    return composite == null ? statement.strings("typeName").getLast() : composite.text("relname");
  }

  /** Judges {@code CREATE DOMAIN}; one with rules is never taken for a plain type. */
  static void createDomain(Node statement, Draft draft) {
    var name = Names.of(statement.strings("domainname"));
    draft.adds(Kind.TYPE, name);
    Expressions.uses(statement, draft);
    var base = statement.node("typeName");
    Expressions.keeps(statement, statement.strings("domainname").getLast(), draft);
    if (statement.nodes("constraints").isEmpty()) {
      if (base != null && BuiltIn.isType(base)) { // another domain's rules are this one's, too
        draft.scope().make(Kind.TYPE, name);
      }
    } else {
      draft.advise(
          Rule.DOMAIN_WITH_RULES,
          statement,
          "the rules of domain " + name + " can't be changed without looking at all its tables",
          "use a plain type, and a CHECK on each table");
    }
  }

  /** Judges {@code ALTER TYPE … ADD VALUE} and {@code RENAME VALUE}. */
  static void alterEnum(Node statement, Draft draft) {
    if (!draft.only(
        statement,
        "ALTER TYPE",
        "typeName",
        "oldVal",
        "newVal",
        "newValNeighbor",
        "newValIsAfter",
        "skipIfNewValExists")) {
      return;
    }
    var name = Names.of(statement.strings("typeName"));
    draft.changes(Kind.TYPE, name);
    boolean isNew = draft.scope().isNew(Kind.TYPE, name);
    draft.fresh(isNew);
    if (statement.has("oldVal")) {
      draft.phase(Phase.OFFLINE);
      draft.remark(
          Rule.RENAME_ENUM_VALUE,
          statement,
          "value " + statement.text("oldVal") + " of type " + name + " gets another name",
          "add the new value, let all code know both, move the rows, and never use the old one");
      return;
    }
    draft.danger(Danger.NOT_REVERSIBLE);
    if (!isNew || !draft.since(17)) {
      draft.scope().addEnumValue(statement.text("newVal"));
    }
    draft.remark(
        Rule.ADD_ENUM_VALUE,
        statement,
        "a value of type " + name + " can't be removed again, and older code may not know it",
        "write it only after all code that can't read it is gone");
  }

  /** Judges {@code ALTER DOMAIN}. */
  static void alterDomain(Node statement, Draft draft) {
    if (!draft.only(
        statement,
        "ALTER DOMAIN",
        "subtype",
        "typeName",
        "name",
        "def",
        "behavior",
        "missing_ok")) {
      return;
    }
    var name = Names.of(statement.strings("typeName"));
    var tables = "every table with a column of domain " + name;
    var definition = statement.node("def");
    draft.fresh(draft.scope().isNew(Kind.TYPE, name));
    draft.scope().remove(Kind.TYPE, name); // from now on it may have rules
    draft.changes(Kind.TYPE, name);
    switch (statement.text("subtype")) {
      case "C", "O" -> {
        boolean scans = definition == null || !definition.flag("skip_validation");
        draft.narrows(Kind.TYPE, name);
        Expressions.keeps(definition, statement.strings("typeName").getLast(), draft);
        Expressions.runs(definition == null ? null : definition.node("raw_expr"), draft);
        draft.lock(LockMode.SHARE, tables);
        draft.phase(Phase.CONTRACT);
        if (scans) {
          draft.danger(Danger.FULL_SCAN);
        }
        draft.remark(
            Rule.NARROW_DOMAIN,
            statement,
            "domain " + name + " takes less than it took, in all tables that have it",
            "add a CHECK to each table instead, NOT VALID and validated later");
      }
      case "V" -> {
        draft.lock(LockMode.SHARE, tables);
        validate(name, statement, draft);
      }
      case "X", "N" -> {}
      case "T" -> {
        Expressions.uses(definition, draft);
        Expressions.runs(definition, draft);
        draft.phaseByData(Phase.CONTRACT);
        draft.remark(
            Rule.CHANGE_DEFAULT,
            statement,
            "rows of older code get another default where they have domain " + name,
            "let all code write the columns before their default changes");
      }
      default -> draft.unmapped(statement, "this ALTER DOMAIN");
    }
  }

  private static void validate(String domain, Node statement, Draft draft) {
    draft.phaseByData(Phase.EXPAND);
    draft.danger(Danger.FULL_SCAN);
    draft.remark(
        Rule.CHECK_WITHOUT_NOT_VALID,
        statement,
        "nobody can write to a table with a column of domain "
            + domain
            + " while all its rows are read",
        "do it in a quiet hour; a CHECK on each table is validated without such a lock");
  }

  /** Judges attributes of a composite type: values that code writes have one for each. */
  static void alterComposite(Node relation, String name, Draft draft) {
    draft.changes(Kind.TYPE, name);
    draft.fresh(draft.scope().isNew(Kind.TYPE, name));
    draft.phaseByData(Phase.OFFLINE);
    draft.remark(
        Rule.CHANGE_COMPOSITE,
        relation,
        "values of type " + name + " have other attributes from now on",
        "make another type, and let newer code use that");
  }
}
