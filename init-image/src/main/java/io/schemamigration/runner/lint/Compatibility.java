package io.schemamigration.runner.lint;

import io.schemamigration.core.analysis.Rule;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which rules say what older code survives. Their findings weigh what they lead to, so that a
 * migration whose author has declared it has nothing to put right; the others say what running it
 * costs, whatever is declared. A rule that isn't named here keeps its own severity.
 */
final class Compatibility {
  private static final Set<Rule> RULES =
      EnumSet.of(
          Rule.UNKNOWN_STATEMENT,
          Rule.DROP_TABLE,
          Rule.DROP_COLUMN,
          Rule.RENAME_TABLE,
          Rule.RENAME_COLUMN,
          Rule.DELETE_ROWS,
          Rule.SQLITE_ADD_COLUMN_LIMIT,
          Rule.SQLITE_REQUIRED_COLUMN,
          Rule.SQLITE_COLUMN_RULE,
          Rule.SQLITE_SET_NOT_NULL,
          Rule.SQLITE_ADD_CHECK,
          Rule.SQLITE_DROP_CONSTRAINT,
          Rule.SQLITE_FOREIGN_KEY,
          Rule.SQLITE_UNIQUE_INDEX,
          Rule.SQLITE_EXPRESSION_INDEX,
          Rule.SQLITE_DROP_INDEX,
          Rule.SQLITE_DROP_VIEW,
          Rule.SQLITE_DROP_TRIGGER,
          Rule.SQLITE_AFFINITY,
          Rule.SQLITE_RECREATE_NARROWS,
          Rule.SQLITE_RECREATE_LOSES_VALUES,
          Rule.SQLITE_RECREATE_LOSES_INDEX,
          Rule.SQLITE_RECREATE_LOSES_TRIGGER);

  private Compatibility() {}

  static boolean isAbout(Rule rule) {
    return RULES.contains(rule);
  }
}
