package io.schemamigration.core.analysis;

import java.util.EnumSet;
import java.util.Set;

/**
 * The rules about what a statement costs while it runs, why it can't run, and what its author will
 * regret later. Every other rule is about what breaks older code, so a new rule that is missing
 * here can't make a phase more lenient.
 */
final class Costs {
  private static final Set<Rule> RULES =
      EnumSet.of(
          Rule.UPDATE_ALL_ROWS,
          Rule.USED_BEFORE_MADE,
          Rule.USED_AFTER_REMOVED,
          Rule.MADE_TWICE,
          Rule.VOLATILE_DEFAULT,
          Rule.STORED_GENERATED_COLUMN,
          Rule.ADD_SERIAL_COLUMN,
          Rule.ADD_IDENTITY_COLUMN,
          Rule.REWRITE_TABLE,
          Rule.CHECK_WITHOUT_NOT_VALID,
          Rule.FOREIGN_KEY_WITHOUT_NOT_VALID,
          Rule.NOT_NULL_SCANS,
          Rule.CONSTRAINT_BUILDS_INDEX,
          Rule.VALIDATE_TOGETHER,
          Rule.INDEX_NOT_CONCURRENTLY,
          Rule.DROP_INDEX_NOT_CONCURRENTLY,
          Rule.REINDEX_NOT_CONCURRENTLY,
          Rule.REFRESH_NOT_CONCURRENTLY,
          Rule.DETACH_NOT_CONCURRENTLY,
          Rule.PARTITION_LOCKS_PARENT,
          Rule.LOCK_TABLE,
          Rule.SEVERAL_TABLES_LOCKED,
          Rule.ROWS_WITH_DDL,
          Rule.CONCURRENTLY_IN_TRANSACTION,
          Rule.CONCURRENTLY_ON_PARTITIONED,
          Rule.OWN_TRANSACTION,
          Rule.REFUSED_BY_SERVER,
          Rule.ENUM_VALUE_USED_AT_ONCE,
          Rule.TIMEOUT_OFF,
          Rule.ADD_ENUM_VALUE,
          Rule.DROP_NOT_NULL,
          Rule.AUTOVACUUM_OFF,
          Rule.NO_PRIMARY_KEY,
          Rule.LONG_VALUES,
          Rule.WIDE_INDEX,
          Rule.LONG_NAME,
          Rule.PREFER_BIGINT,
          Rule.PREFER_TEXT,
          Rule.PREFER_TIMESTAMPTZ,
          Rule.PREFER_IDENTITY,
          Rule.CHAR_COLUMN,
          Rule.JSON_COLUMN,
          Rule.MONEY_COLUMN,
          Rule.SQLITE_RECREATE_FOREIGN_KEYS,
          Rule.SQLITE_VACUUM);

  private Costs() {}

  static boolean has(Rule rule) {
    return RULES.contains(rule);
  }
}
