package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.window.Phase;
import java.util.Set;

/** Extensions: PostgreSQL's own ones that it trusts only add what has names of its own. */
final class Extensions {
  /** Without intarray, whose operators take the place of PostgreSQL's own. */
  private static final Set<String> TRUSTED =
      Set.of(
          """
          btree_gin btree_gist citext cube dict_int fuzzystrmatch hstore isn lo ltree pg_trgm
          pgcrypto plpgsql seg tablefunc tcn tsm_system_rows tsm_system_time unaccent uuid-ossp
          """
              .strip()
              .split("\\s+", -1));

  private Extensions() {}

  static boolean isTrusted(String name) {
    return TRUSTED.contains(name);
  }

  /** Judges {@code CREATE EXTENSION}. */
  static void create(Node statement, Draft draft) {
    var name = statement.text("extname");
    boolean plain = isTrusted(name) && statement.only("extname", "if_not_exists", "options");
    for (var option : statement.nodes("options")) {
      plain &= option.text("defname").equals("schema");
    }
    draft.adds(Kind.OTHER, "extension " + name);
    if (plain) {
      draft.phaseByData(Phase.EXPAND);
      return;
    }
    draft.unknown(
        Rule.RUNS_CODE,
        statement,
        "an extension's script may do anything",
        "write what it does as statements, or have the migration approved");
  }
}
