package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.sql.SqlToken;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What statements of a folder say of constraints, and of views and rules that use a column. */
final class FolderRules {
  private static final Set<String> BEFORE_TABLE = Set.of("FROM", "JOIN", "ON", "ONLY", ",");

  private static final Set<String> NO_ALIAS =
      Set.of(
          "ON", "WHERE", "JOIN", "LEFT", "RIGHT", "FULL", "INNER", "CROSS", "NATURAL", "GROUP",
          "ORDER", "LIMIT", "UNION", "USING", "FOR", "WITH", "HAVING");

  private FolderRules() {}

  /** Whether the constraint is a foreign key or a CHECK wherever it is named. */
  static boolean isForeignKey(List<KnownStatement> folder, String table, String constraint) {
    boolean known = false;
    for (var each : folder) {
      if (!each.mentions(constraint)) {
        continue;
      }
      boolean about =
          each.altersTable(table) || (each.isMade("TABLE") && each.name().equals(table));
      boolean settable = each.mentions("deferrable"); // by SET CONSTRAINTS, which names it
      if (!about || settable || !isForeignKey(each.rest(), constraint)) {
        return false;
      }
      known = true;
    }
    return known;
  }

  private static boolean isForeignKey(List<SqlToken> rest, String constraint) {
    boolean known = false;
    for (int at = 1; at < rest.size(); at++) {
      if (TableWords.name(rest.get(at)).equals(constraint)) {
        var next = at + 1 < rest.size() ? rest.get(at + 1).normal() : "";
        boolean key = Set.of("FOREIGN", "REFERENCES", "CHECK").contains(next);
        if (!rest.get(at - 1).isWord("CONSTRAINT") || !key) {
          return false;
        }
        known = true;
      }
    }
    return known;
  }

  /** Views, policies, rules and triggers that use the column, by kind and name. */
  static Set<String> users(List<KnownStatement> folder, String table, String column) {
    var users = new LinkedHashSet<String>();
    for (var each : folder) {
      var user = each.isMade("VIEW") ? "view " + each.name() : each.ruleName();
      if (!user.isEmpty() && each.mentions(table) && uses(each.rest(), table, column)) {
        users.add(user);
      }
    }
    return users;
  }

  /** Whether what was made under that name last isn't dropped. */
  static boolean isThere(List<KnownStatement> about, String name) {
    boolean there = false;
    for (var each : about) {
      boolean makes = each.does() == KnownStatement.Does.MAKES || !each.ruleName().isEmpty();
      there = (makes && each.name().equals(name)) || (there && !each.mentions("drop"));
    }
    return there;
  }

  private static boolean uses(List<SqlToken> body, String table, String column) {
    var names = new HashSet<>(Set.of(table, "new", "old"));
    int tables = 0;
    boolean of = false;
    for (int at = 1; at < body.size(); at++) {
      boolean from = BEFORE_TABLE.contains(body.get(at - 1).normal()) || isDot(body, at - 1);
      boolean named = from && TableWords.name(body.get(at)).equals(table);
      of |= named;
      tables += body.get(at - 1).isWord("FROM") || body.get(at - 1).isWord("JOIN") ? 1 : 0;
      int alias = at + 1 < body.size() && body.get(at + 1).isWord("AS") ? at + 2 : at + 1;
      if (named && alias < body.size() && !NO_ALIAS.contains(body.get(alias).normal())) {
        names.add(TableWords.name(body.get(alias)));
      }
    }
    for (int at = 0; of && at < body.size(); at++) {
      boolean named =
          TableWords.name(body.get(at)).equals(column)
              || (body.get(at).isSymbol('*') && !isOpen(body, at - 1));
      boolean qualified = isDot(body, at - 1) && at > 1;
      boolean its = qualified ? names.contains(TableWords.name(body.get(at - 2))) : tables < 2;
      if (named && its) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDot(List<SqlToken> body, int at) {
    return at >= 0 && body.get(at).isSymbol('.');
  }

  private static boolean isOpen(List<SqlToken> body, int at) {
    return at >= 0 && body.get(at).isSymbol('('); // count(*)
  }
}
