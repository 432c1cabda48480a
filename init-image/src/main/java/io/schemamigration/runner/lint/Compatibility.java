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
          Rule.ADD_CHECK,
          Rule.ADD_FOREIGN_KEY,
          Rule.ADD_UNIQUE,
          Rule.ADD_PRIMARY_KEY,
          Rule.ADD_EXCLUSION,
          Rule.SET_NOT_NULL,
          Rule.DROP_VIEW,
          Rule.DROP_INDEX,
          Rule.DROP_CONSTRAINT,
          Rule.DROP_SEQUENCE,
          Rule.DROP_TYPE,
          Rule.DROP_SCHEMA,
          Rule.DROP_FUNCTION,
          Rule.DROP_TRIGGER,
          Rule.DROP_POLICY,
          Rule.DROP_OBJECT,
          Rule.DROP_DEFAULT,
          Rule.CASCADE,
          Rule.TRUNCATE_TABLE,
          Rule.TRUNCATE_CASCADE,
          Rule.CHANGE_DEFAULT,
          Rule.CHANGE_MEANING,
          Rule.CHANGE_SEQUENCE,
          Rule.CHANGE_OWNER,
          Rule.REPLACE_VIEW,
          Rule.REVOKE,
          Rule.ROW_SECURITY,
          Rule.DISABLE_TRIGGER,
          Rule.IDENTITY_ALWAYS,
          Rule.ATTACH_PARTITION,
          Rule.DETACH_PARTITION,
          Rule.NARROW_DOMAIN,
          Rule.DOMAIN_COLUMN,
          Rule.DEFAULT_MAY_FAIL,
          Rule.GENERATED_MAY_FAIL,
          Rule.INDEX_MAY_FAIL,
          Rule.RENAME_OBJECT,
          Rule.ADD_REQUIRED_COLUMN,
          Rule.CHANGE_TYPE,
          Rule.CHANGE_COMPOSITE,
          Rule.RENAME_ENUM_VALUE,
          Rule.SET_SCHEMA,
          Rule.CALLS_FUNCTION,
          Rule.REPLACE_FUNCTION,
          Rule.RUNS_CODE,
          Rule.TRIGGER,
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
