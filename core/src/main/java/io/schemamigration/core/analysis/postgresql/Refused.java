package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import java.util.List;
import java.util.Set;

/** What PostgreSQL's grammar takes, and the server doesn't: nothing of the migration stays. */
final class Refused {
  private static final Set<String> SYSTEM_COLUMNS =
      Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");

  private Refused() {}

  /** A column that is named like one that every table has. */
  static void column(Node column, Draft draft) {
    var name = column.text("colname");
    if (SYSTEM_COLUMNS.contains(name)) {
      draft.advise(
          Rule.REFUSED_BY_SERVER,
          column,
          "every table has a column " + name + " of PostgreSQL's own",
          "give it another name");
    }
  }

  /** An index, or statistics, of a generated column that isn't stored. */
  static void virtual(Node relation, List<Node> elements, String what, Draft draft) {
    for (var element : elements) {
      var name = element.text("name");
      boolean virtual =
          !name.isEmpty() && draft.scope().folder().isVirtual(Names.relation(relation), name);
      if (virtual) {
        draft.advise(
            Rule.REFUSED_BY_SERVER,
            relation,
            "column "
                + name
                + " is generated and not stored: PostgreSQL makes no "
                + what
                + " of it",
            "make the column STORED, or take its expression instead");
      }
    }
  }

  /** Another type of a column that something is made of. */
  static void type(String table, String column, Node at, Draft draft) {
    var user = draft.scope().folder().userOf(table, column);
    if (!user.isEmpty()) {
      draft.advise(
          Rule.REFUSED_BY_SERVER,
          at,
          user + " uses column " + column + ": PostgreSQL refuses to change its type",
          "drop it before, and create it again behind, in the same file");
    }
  }
}
