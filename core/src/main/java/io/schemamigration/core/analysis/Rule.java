package io.schemamigration.core.analysis;

import io.schemamigration.core.sql.Dialect;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for. Each has a page, which {@code migrate explain} prints. A rule about
 * compatibility is as severe as what it leads to; the others say what running it costs.
 */
public enum Rule {
  // ---- lint itself
  INVALID_MIGRATION(null, Severity.ERROR, "a file can't be taken as a migration"),
  UNUSED_ACCEPTANCE(null, Severity.WARNING, "a rule is accepted that finds nothing there"),
  STALE_BASELINE(null, Severity.NOTICE, "the baseline has an entry that no longer finds anything"),
  // ---- any database
  SYNTAX_ERROR(null, Severity.ERROR, "the database can't read the statement"),
  UNKNOWN_STATEMENT(null, Severity.ERROR, "it isn't known what the statement does to older code"),
  MILDER_PHASE(
      null, Severity.ERROR, "the declared phase is more lenient than what the statements do"),
  MIXED_PHASES(
      null, Severity.ERROR, "what newer code needs comes with what older code does not survive"),
  USED_BEFORE_MADE(null, Severity.ERROR, "a migration uses what a later one makes"),
  USED_AFTER_REMOVED(null, Severity.ERROR, "a migration uses what an earlier one has removed"),
  MADE_TWICE(null, Severity.ERROR, "two migrations make the same thing"),
  DROP_TABLE(null, Severity.WARNING, "a table is removed, with its rows"),
  DROP_COLUMN(null, Severity.WARNING, "a column is removed, with its values"),
  RENAME_TABLE(null, Severity.ERROR, "a table gets another name in one step"),
  RENAME_COLUMN(null, Severity.ERROR, "a column gets another name in one step"),
  DELETE_ROWS(null, Severity.WARNING, "rows are removed"),
  UPDATE_VALUES(null, Severity.WARNING, "values change that older code reads"),
  COLUMN_IN_CODE(null, Severity.WARNING, "code in the database meets a column that is added"),
  UPDATE_ALL_ROWS(null, Severity.WARNING, "every row of a table is written in one transaction"),

  // ---- PostgreSQL
  // contract: older code breaks
  ADD_CHECK(Dialect.POSTGRESQL, Severity.WARNING, "a table refuses rows that it took"),
  ADD_FOREIGN_KEY(
      Dialect.POSTGRESQL,
      Severity.WARNING,
      "two tables are tied together, and older code may not keep to it"),
  ADD_UNIQUE(Dialect.POSTGRESQL, Severity.WARNING, "a table refuses values that it took twice"),
  ADD_PRIMARY_KEY(Dialect.POSTGRESQL, Severity.WARNING, "a table gets a primary key"),
  ADD_EXCLUSION(Dialect.POSTGRESQL, Severity.WARNING, "a table refuses rows that overlap"),
  SET_NOT_NULL(Dialect.POSTGRESQL, Severity.WARNING, "a column no longer accepts NULL"),
  DROP_VIEW(Dialect.POSTGRESQL, Severity.WARNING, "a view is removed"),
  DROP_INDEX(Dialect.POSTGRESQL, Severity.WARNING, "an index is removed, which may be unique"),
  DROP_CONSTRAINT(Dialect.POSTGRESQL, Severity.WARNING, "a constraint is removed"),
  DROP_SEQUENCE(Dialect.POSTGRESQL, Severity.WARNING, "a sequence is removed"),
  DROP_TYPE(Dialect.POSTGRESQL, Severity.WARNING, "a type is removed"),
  DROP_SCHEMA(Dialect.POSTGRESQL, Severity.WARNING, "a schema is removed"),
  DROP_FUNCTION(Dialect.POSTGRESQL, Severity.WARNING, "a function is removed"),
  DROP_TRIGGER(Dialect.POSTGRESQL, Severity.WARNING, "a trigger or rule is removed"),
  DROP_POLICY(Dialect.POSTGRESQL, Severity.WARNING, "a row-level security policy is removed"),
  DROP_OBJECT(Dialect.POSTGRESQL, Severity.WARNING, "something that others may use is removed"),
  DROP_DEFAULT(Dialect.POSTGRESQL, Severity.WARNING, "a column no longer has a default"),
  CASCADE(
      Dialect.POSTGRESQL,
      Severity.WARNING,
      "what depends on something is removed with it, unnamed"),
  TRUNCATE_TABLE(Dialect.POSTGRESQL, Severity.WARNING, "all rows of a table are removed"),
  TRUNCATE_CASCADE(
      Dialect.POSTGRESQL,
      Severity.ERROR,
      "all rows of tables that the statement does not name are removed"),
  CHANGE_DEFAULT(Dialect.POSTGRESQL, Severity.WARNING, "rows of older code get another default"),
  CHANGE_MEANING(
      Dialect.POSTGRESQL,
      Severity.WARNING,
      "a table works differently for code that uses it as before"),
  CHANGE_SEQUENCE(
      Dialect.POSTGRESQL, Severity.WARNING, "a sequence may give numbers that are taken"),
  CHANGE_OWNER(Dialect.POSTGRESQL, Severity.WARNING, "something has another owner"),
  REPLACE_VIEW(
      Dialect.POSTGRESQL, Severity.WARNING, "a view shows something else under the same name"),
  HIDES_TABLE(Dialect.POSTGRESQL, Severity.WARNING, "a table hides another one of the same name"),
  SET_UNLOGGED(
      Dialect.POSTGRESQL, Severity.WARNING, "the rows of a table are gone after the next crash"),
  REVOKE(Dialect.POSTGRESQL, Severity.WARNING, "rights are taken away"),
  ROW_SECURITY(
      Dialect.POSTGRESQL, Severity.WARNING, "row-level security hides rows, or refuses them"),
  DISABLE_TRIGGER(Dialect.POSTGRESQL, Severity.WARNING, "triggers no longer run"),
  IDENTITY_ALWAYS(
      Dialect.POSTGRESQL, Severity.WARNING, "a column refuses values that older code writes"),
  ATTACH_PARTITION(Dialect.POSTGRESQL, Severity.WARNING, "a table becomes a partition"),
  DETACH_PARTITION(Dialect.POSTGRESQL, Severity.WARNING, "a partition leaves its table"),
  NARROW_DOMAIN(
      Dialect.POSTGRESQL, Severity.WARNING, "a domain takes less than it took, in all its tables"),
  DOMAIN_COLUMN(
      Dialect.POSTGRESQL, Severity.WARNING, "a column has a type that may bring rules of its own"),
  DEFAULT_MAY_FAIL(
      Dialect.POSTGRESQL, Severity.WARNING, "a default may fail for rows that older code writes"),
  GENERATED_MAY_FAIL(
      Dialect.POSTGRESQL,
      Severity.WARNING,
      "a generated column may fail for rows that older code writes"),
  INDEX_MAY_FAIL(
      Dialect.POSTGRESQL, Severity.WARNING, "an index may fail for rows that older code writes"),
  RENAME_OBJECT(Dialect.POSTGRESQL, Severity.ERROR, "something gets another name in one step"),
  // offline: neither older nor newer code can work on both sides
  ADD_REQUIRED_COLUMN(
      Dialect.POSTGRESQL,
      Severity.ERROR,
      "a column is added that older code does not write, and must"),
  CHANGE_TYPE(Dialect.POSTGRESQL, Severity.ERROR, "a column gets another type in one step"),
  CHANGE_COMPOSITE(
      Dialect.POSTGRESQL, Severity.ERROR, "a composite type gets other attributes in one step"),
  RENAME_ENUM_VALUE(
      Dialect.POSTGRESQL, Severity.ERROR, "a value of an enum gets another name in one step"),
  SET_SCHEMA(Dialect.POSTGRESQL, Severity.ERROR, "something moves to another schema in one step"),
  // unknown
  CALLS_FUNCTION(Dialect.POSTGRESQL, Severity.ERROR, "a function is called that may do anything"),
  REPLACE_FUNCTION(
      Dialect.POSTGRESQL, Severity.ERROR, "a function does something else under the same name"),
  RUNS_CODE(Dialect.POSTGRESQL, Severity.ERROR, "code runs that the statement does not show"),
  TRIGGER(Dialect.POSTGRESQL, Severity.ERROR, "code runs when older code writes"),
  // locks, rewrites and scans
  VOLATILE_DEFAULT(
      Dialect.POSTGRESQL,
      Severity.WARNING,
      "a default that differs for each row rewrites the table"),
  STORED_GENERATED_COLUMN(
      Dialect.POSTGRESQL, Severity.WARNING, "a stored generated column rewrites the table"),
  ADD_SERIAL_COLUMN(
      Dialect.POSTGRESQL, Severity.WARNING, "a serial column rewrites the table and needs rights"),
  ADD_IDENTITY_COLUMN(
      Dialect.POSTGRESQL, Severity.WARNING, "an identity column rewrites the table"),
  REWRITE_TABLE(
      Dialect.POSTGRESQL,
      Severity.WARNING,
      "a table is rewritten under a lock that stops everyone"),
  CHECK_WITHOUT_NOT_VALID(
      Dialect.POSTGRESQL, Severity.WARNING, "all rows are checked under the lock"),
  FOREIGN_KEY_WITHOUT_NOT_VALID(
      Dialect.POSTGRESQL, Severity.WARNING, "all rows are looked up under locks on two tables"),
  NOT_NULL_SCANS(
      Dialect.POSTGRESQL, Severity.WARNING, "all rows are looked at for NULL under the lock"),
  CONSTRAINT_BUILDS_INDEX(
      Dialect.POSTGRESQL,
      Severity.WARNING,
      "a constraint builds its index under a lock that stops everyone"),
  VALIDATE_TOGETHER(
      Dialect.POSTGRESQL,
      Severity.WARNING,
      "a constraint is added and validated in the same migration"),
  INDEX_NOT_CONCURRENTLY(
      Dialect.POSTGRESQL, Severity.NOTICE, "nobody can write while an index is built"),
  DROP_INDEX_NOT_CONCURRENTLY(
      Dialect.POSTGRESQL, Severity.WARNING, "nobody can use the table while an index is removed"),
  REINDEX_NOT_CONCURRENTLY(
      Dialect.POSTGRESQL, Severity.WARNING, "nobody can write while indexes are rebuilt"),
  REFRESH_NOT_CONCURRENTLY(
      Dialect.POSTGRESQL, Severity.WARNING, "nobody can read a view while it is filled"),
  DETACH_NOT_CONCURRENTLY(
      Dialect.POSTGRESQL, Severity.WARNING, "nobody can use a table while a partition leaves it"),
  PARTITION_LOCKS_PARENT(
      Dialect.POSTGRESQL, Severity.NOTICE, "nobody can use a table while it gets a partition"),
  LOCK_TABLE(Dialect.POSTGRESQL, Severity.WARNING, "a table is locked until the migration ends"),
  SEVERAL_TABLES_LOCKED(
      Dialect.POSTGRESQL,
      Severity.NOTICE,
      "several tables are locked at once, which may become a deadlock"),
  ROWS_WITH_DDL(
      Dialect.POSTGRESQL,
      Severity.WARNING,
      "rows are written while a lock that stops everyone is held"),
  CONCURRENTLY_IN_TRANSACTION(
      Dialect.POSTGRESQL, Severity.ERROR, "CONCURRENTLY stands between BEGIN and COMMIT"),
  CONCURRENTLY_ON_PARTITIONED(
      Dialect.POSTGRESQL,
      Severity.ERROR,
      "an index of a partitioned table can not be built CONCURRENTLY"),
  OWN_TRANSACTION(
      Dialect.POSTGRESQL, Severity.WARNING, "a file begins or ends transactions by itself"),
  TIMEOUT_OFF(Dialect.POSTGRESQL, Severity.WARNING, "a timeout is turned off"),
  REFUSED_BY_SERVER(
      Dialect.POSTGRESQL, Severity.ERROR, "PostgreSQL refuses the statement when it runs"),
  ENUM_VALUE_USED_AT_ONCE(
      Dialect.POSTGRESQL,
      Severity.ERROR,
      "a value of an enum is used in the migration that adds it"),
  // habits that are regretted
  ADD_ENUM_VALUE(
      Dialect.POSTGRESQL, Severity.NOTICE, "a value of an enum can not be removed again"),
  DROP_NOT_NULL(Dialect.POSTGRESQL, Severity.NOTICE, "a column may hold NULL from now on"),
  AUTOVACUUM_OFF(Dialect.POSTGRESQL, Severity.WARNING, "autovacuum is turned off for a table"),
  DOMAIN_WITH_RULES(
      Dialect.POSTGRESQL, Severity.NOTICE, "the rules of a domain are hard to change"),
  NO_PRIMARY_KEY(Dialect.POSTGRESQL, Severity.WARNING, "a table has no primary key"),
  LONG_VALUES(
      Dialect.POSTGRESQL,
      Severity.NOTICE,
      "an index refuses long values of a column without limit"),
  WIDE_INDEX(
      Dialect.POSTGRESQL, Severity.NOTICE, "an index of more than three columns seldom helps"),
  LONG_NAME(Dialect.POSTGRESQL, Severity.WARNING, "a name is longer than PostgreSQL keeps"),
  PREFER_BIGINT(Dialect.POSTGRESQL, Severity.NOTICE, "the numbers of a key run out"),
  PREFER_TEXT(Dialect.POSTGRESQL, Severity.NOTICE, "a length limit is hard to change"),
  PREFER_TIMESTAMPTZ(Dialect.POSTGRESQL, Severity.NOTICE, "a time without its zone"),
  PREFER_IDENTITY(
      Dialect.POSTGRESQL, Severity.NOTICE, "a serial column needs rights on its sequence"),
  CHAR_COLUMN(Dialect.POSTGRESQL, Severity.NOTICE, "a column fills its values with spaces"),
  JSON_COLUMN(Dialect.POSTGRESQL, Severity.NOTICE, "values of a json column can not be compared"),
  MONEY_COLUMN(
      Dialect.POSTGRESQL, Severity.NOTICE, "values of a money column depend on the locale"),

  // ---- shown on a copy of the database
  PROVED_STRICTER(null, Severity.ERROR, "a copy of the database shows more than was judged"),

  // ---- SQLite
  SQLITE_ADD_COLUMN_LIMIT(
      Dialect.SQLITE, Severity.ERROR, "a column is added in a way that SQLite refuses"),
  SQLITE_REQUIRED_COLUMN(
      Dialect.SQLITE, Severity.ERROR, "a column is added that needs a value and has no default"),
  SQLITE_COLUMN_RULE(
      Dialect.SQLITE, Severity.WARNING, "a column is added with a rule that older code can break"),
  SQLITE_SET_NOT_NULL(Dialect.SQLITE, Severity.WARNING, "a column no longer accepts NULL"),
  SQLITE_ADD_CHECK(Dialect.SQLITE, Severity.WARNING, "a table checks what is written to it"),
  SQLITE_DROP_CONSTRAINT(Dialect.SQLITE, Severity.WARNING, "a constraint is removed"),
  SQLITE_FOREIGN_KEY(
      Dialect.SQLITE, Severity.WARNING, "rows of another table keep older code from deleting"),
  SQLITE_UNIQUE_INDEX(
      Dialect.SQLITE, Severity.WARNING, "a unique index refuses what older code may write"),
  SQLITE_EXPRESSION_INDEX(
      Dialect.SQLITE, Severity.WARNING, "an index has an expression that can fail"),
  SQLITE_DROP_INDEX(Dialect.SQLITE, Severity.WARNING, "an index is removed that may be unique"),
  SQLITE_DROP_VIEW(Dialect.SQLITE, Severity.WARNING, "a view is removed"),
  SQLITE_DROP_TRIGGER(Dialect.SQLITE, Severity.WARNING, "a trigger is removed"),
  SQLITE_AFFINITY(Dialect.SQLITE, Severity.ERROR, "a column keeps its values in another way"),
  SQLITE_RECREATE_NARROWS(
      Dialect.SQLITE, Severity.WARNING, "a table is recreated and accepts less than before"),
  SQLITE_RECREATE_LOSES_VALUES(
      Dialect.SQLITE, Severity.WARNING, "a table is recreated without all of its values"),
  SQLITE_RECREATE_LOSES_INDEX(
      Dialect.SQLITE, Severity.WARNING, "an index is lost when its table is recreated"),
  SQLITE_RECREATE_LOSES_TRIGGER(
      Dialect.SQLITE, Severity.WARNING, "a trigger is lost when its table is recreated"),
  SQLITE_RECREATE_FOREIGN_KEYS(
      Dialect.SQLITE, Severity.NOTICE, "rows of other tables are lost when a table is recreated"),
  SQLITE_PRAGMA(Dialect.SQLITE, Severity.WARNING, "a PRAGMA changes the file for everyone"),
  SQLITE_VACUUM(Dialect.SQLITE, Severity.NOTICE, "the whole file is rewritten");

  private final @Nullable Dialect dialect;
  private final Severity severity;
  private final String summary;

  Rule(@Nullable Dialect dialect, Severity severity, String summary) {
    this.dialect = dialect;
    this.severity = severity;
    this.summary = summary;
  }

  /** As it is written in settings, reports and {@code -- accept:}: {@code drop-column}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The database that it is about; null: every one. */
  public @Nullable Dialect dialect() {
    return dialect;
  }

  /** Unless settings say otherwise. */
  public Severity severity() {
    return severity;
  }

  /** Whether it is about what breaks older code, and not about what running it costs. */
  public boolean breaks() {
    return !Costs.has(this);
  }

  /** In a few words, without a full stop. */
  public String summary() {
    return summary;
  }

  /** The one with that id. */
  public static Optional<Rule> parse(String id) {
    for (var rule : values()) {
      if (rule.id().equals(id)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }
}
