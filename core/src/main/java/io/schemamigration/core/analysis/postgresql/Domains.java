package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.window.Phase;
import java.util.Set;

/** Domains as columns of them meet older code, which leaves these NULL. */
final class Domains {
  private static final String ANY = "";

  private static final Set<String> FILLS =
      Set.of("CONSTR_DEFAULT", "CONSTR_IDENTITY", "CONSTR_GENERATED");

  private Domains() {}

  /** Judges a column of a type that may be a domain with rules. */
  static void judge(Node column, Node type, String name, Draft draft) {
    var typeName = Names.of(type.strings("names"));
    draft.danger(Danger.REWRITE, Danger.FULL_SCAN);
    if (takesNull(column, type, draft)) {
      draft.phaseByData(Phase.EXPAND);
      draft.remark(
          Rule.REWRITE_TABLE,
          column,
          "column "
              + name
              + " is of domain "
              + typeName
              + ": if that has rules, the table is rewritten",
          "a plain type, and a CHECK of the table, NOT VALID and validated later");
      return;
    }
    draft.phaseByData(Phase.CONTRACT);
    draft.remark(
        Rule.DOMAIN_COLUMN,
        column,
        "column " + name + " is of type " + typeName + ", which may be a domain with rules",
        "where it is an enum or an extension's type, say so with -- accept: domain-column;"
            + " rows of older code have no value there, which the type must allow");
  }

  /** Whether it is a domain that is content with what older code leaves in the column. */
  static boolean takesNull(Node column, Node type, Draft draft) {
    var name = Names.of(type.strings("names"));
    return draft.scope().mayBeNew(Kind.TYPE, name)
        && draft.scope().folder().makers().takesNull(name)
        && column.nodes("constraints").stream().noneMatch(c -> FILLS.contains(c.text("contype")));
  }

  /** Whether a domain has no default, and its rules take NULL and can't fail on it. */
  static boolean takesNull(Node domain) {
    var base = domain.node("typeName");
    if (base == null || !BuiltIn.isType(base)) {
      return false; // another domain's rules are this one's, too
    }
    var rows = new OlderRows();
    rows.add(Names.member(ANY, "value"), null);
    var truth = new Truth(ANY, rows);
    for (var rule : domain.nodes("constraints")) {
      boolean takes =
          switch (rule.text("contype")) {
            case "CONSTR_NULL" -> true;
            case "CONSTR_CHECK" -> truth.passes(rule.node("raw_expr"));
            default -> false;
          };
      if (!takes) {
        return false;
      }
    }
    return true;
  }
}
