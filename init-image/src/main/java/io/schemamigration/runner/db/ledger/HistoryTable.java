package io.schemamigration.runner.db.ledger;

import static io.schemamigration.core.plan.HistoryStatus.BASELINED;
import static io.schemamigration.core.plan.HistoryStatus.COMPLETED;
import static io.schemamigration.core.plan.HistoryStatus.FAILED;
import static io.schemamigration.core.plan.HistoryStatus.ROLLED_BACK;
import static io.schemamigration.core.plan.HistoryStatus.RUNNING;
import static io.schemamigration.runner.db.ledger.HistoryColumn.CHECKSUM;
import static io.schemamigration.runner.db.ledger.HistoryColumn.ID;
import static io.schemamigration.runner.db.ledger.HistoryColumn.METADATA;
import static io.schemamigration.runner.db.ledger.HistoryColumn.STATUS;
import static io.schemamigration.runner.db.ledger.HistoryColumn.VERSION;
import static io.schemamigration.runner.db.ledger.HistoryColumn.isOneOf;

import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.OwnTables;
import io.schemamigration.runner.db.Sql;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code schema_migration_history} and every statement on it.
 *
 * @param sql of the database
 */
public record HistoryTable(Sql sql) {
  /** Its name. */
  public static final String NAME = OwnTables.HISTORY;

  /** The migration counts as begun: there is one such row for each version. */
  static final String APPLIED_ONCE = isOneOf(RUNNING, COMPLETED, BASELINED);

  /** A condition on the status. */
  static final String APPLIED = isOneOf(COMPLETED, BASELINED);

  /** A condition on the version. */
  static final String REPEATABLE = VERSION + " LIKE 'R%' AND " + STATUS + equal(COMPLETED);

  private static String equal(HistoryStatus status) {
    return " = " + Sql.literal(status.text());
  }

  /** Whether a row's version is the name of a repeatable file. */
  static boolean isRepeatable(String version) {
    return version.startsWith("R");
  }

  /** The qualified name. */
  public String name() {
    return sql.table(NAME);
  }

  /** Creates it. */
  public String create() {
    return TableSql.create(
        name(), Arrays.stream(HistoryColumn.values()).map(c -> c.definition(sql.dialect())));
  }

  /** Creates the index that lets no version be applied twice. */
  public String createIndex() {
    return "CREATE UNIQUE INDEX IF NOT EXISTS "
        + NAME
        + "_applied_once ON "
        + name()
        + " ("
        + VERSION
        + ") WHERE "
        + APPLIED_ONCE;
  }

  /** Columns of rows that meet a condition, the oldest first. */
  TableSql select(List<HistoryColumn> columns, @Nullable String condition) {
    var names = columns.stream().map(HistoryColumn::toString).collect(Collectors.joining(", "));
    var where = condition == null ? "" : " WHERE " + condition;
    return TableSql.of("SELECT " + names + " FROM " + name() + where + " ORDER BY " + ID);
  }

  /** The status and other expressions of the last attempt at a version. */
  TableSql last(Version version, List<String> expressions) {
    return TableSql.of(
            "SELECT " + STATUS + ", " + String.join(", ", expressions) + " FROM " + name())
        .add(where(version))
        .sql(" ORDER BY " + ID + " DESC LIMIT 1");
  }

  /** A member of the metadata, as text. */
  String member(String... path) {
    return switch (sql.dialect()) {
      case POSTGRESQL -> {
        var text = new StringBuilder(METADATA.toString());
        for (int i = 0; i < path.length; i++) {
          text.append(i == path.length - 1 ? " ->> '" : " -> '").append(path[i]).append('\'');
        }
        yield text.toString();
      }
      case SQLITE -> "json_extract(" + METADATA + ", '$." + String.join(".", path) + "')";
    };
  }

  /** A condition on a version that has a row of that condition. */
  TableSql has(Collection<Version> versions, String condition) {
    var exists = TableSql.of("EXISTS (SELECT 1 FROM " + name() + " WHERE " + VERSION);
    var separator = versions.size() == 1 ? " = " : " IN (";
    for (var version : versions) {
      exists.sql(separator).value(version.toString());
      separator = ", ";
    }
    return exists.sql((versions.size() == 1 ? "" : ")") + " AND " + condition + ")");
  }

  /** A condition: the version is applied. */
  public TableSql applied(Version version) {
    return has(List.of(version), APPLIED);
  }

  /** A condition: none of the versions is applied or partly applied. */
  public TableSql noneApplied(Collection<Version> versions) {
    return TableSql.of("NOT ").add(has(versions, APPLIED_ONCE));
  }

  /** A new row; some values may be the database's. */
  public TableSql insert(HistoryRow row, Map<HistoryColumn, TableSql> computed) {
    return TableSql.insert(name(), values(row, computed));
  }

  /** The row of a repeatable file as it is now, if the file has one. */
  public TableSql refresh(HistoryRow row, Map<HistoryColumn, TableSql> computed) {
    var values = values(row, computed);
    values.keySet().removeAll(List.of(VERSION, STATUS, HistoryColumn.ERROR_MESSAGE));
    values.put(HistoryColumn.APPLIED_AT, TableSql.of(sql.now()));
    return TableSql.update(name(), values).sql(" WHERE ").add(latest(row));
  }

  /** A new row for a repeatable file that has none. */
  public TableSql insertFirst(HistoryRow row, Map<HistoryColumn, TableSql> computed) {
    var none = TableSql.of("NOT EXISTS (SELECT 1 FROM " + name() + " WHERE ");
    return TableSql.insertWhere(name(), values(row, computed), none.add(latest(row)).sql(")"));
  }

  private static TableSql latest(HistoryRow row) {
    return TableSql.of(VERSION + " = ").value(row.name()).sql(" AND " + STATUS + equal(COMPLETED));
  }

  private static Map<HistoryColumn, @Nullable Object> values(
      HistoryRow row, Map<HistoryColumn, TableSql> computed) {
    var values = new EnumMap<HistoryColumn, @Nullable Object>(HistoryColumn.class);
    var phase = row.phase();
    values.put(VERSION, row.name());
    values.put(HistoryColumn.DESCRIPTION, row.description());
    values.put(HistoryColumn.PHASE, phase == null ? null : phase.text());
    values.put(CHECKSUM, row.checksum());
    values.put(STATUS, row.status().text());
    values.put(HistoryColumn.APPLIED_AT, row.appliedAt());
    values.put(HistoryColumn.EXECUTION_TIME_MS, row.millis());
    values.put(HistoryColumn.APPLIED_BY, row.appliedBy());
    values.put(HistoryColumn.HOSTNAME, row.hostname());
    values.put(HistoryColumn.STATEMENT, row.statement());
    values.put(HistoryColumn.ERROR_MESSAGE, row.error());
    values.put(METADATA, row.metadata());
    values.putAll(computed);
    return values;
  }

  /** How far a migration outside of a transaction has come. */
  public TableSql reached(Version version, int statement) {
    return running(version, Map.of(HistoryColumn.STATEMENT, statement));
  }

  /** The same, where it had come to the statement before. */
  TableSql advanced(Version version, int statement) {
    return reached(version, statement)
        .sql(" AND " + HistoryColumn.STATEMENT + " = " + (statement - 1));
  }

  /**
   * A migration outside of a transaction is done.
   *
   * @param millis a number, or what the database computes
   */
  public TableSql completed(Version version, Object millis) {
    var values = status(COMPLETED);
    values.put(HistoryColumn.EXECUTION_TIME_MS, millis);
    return running(version, values);
  }

  /** A migration outside of a transaction ended in an error. */
  TableSql failed(Version version, long millis, String error, String metadata) {
    var values = status(FAILED);
    values.put(HistoryColumn.EXECUTION_TIME_MS, millis);
    values.put(HistoryColumn.ERROR_MESSAGE, error);
    values.put(METADATA, merged(metadata));
    return running(version, values);
  }

  /** Puts a member into the metadata of a migration outside of a transaction. */
  TableSql member(Version version, String name, String json) {
    var whole =
        switch (sql.dialect()) {
          case POSTGRESQL ->
              TableSql.of("COALESCE(" + METADATA + ", '{}'::jsonb) || jsonb_build_object('")
                  .sql(name + "', ")
                  .value(json)
                  .sql("::jsonb)");
          case SQLITE ->
              TableSql.of("json_set(COALESCE(" + METADATA + ", '{}'), '$." + name + "', json(")
                  .value(json)
                  .sql("))");
        };
    return running(version, Map.of(METADATA, whole));
  }

  private TableSql running(Version version, Map<HistoryColumn, ? extends @Nullable Object> values) {
    return TableSql.update(name(), values)
        .add(where(version))
        .sql(" AND " + STATUS + equal(RUNNING));
  }

  /** An applied migration has been rolled back. */
  TableSql takenBack(Version version, String metadata) {
    return rolledBack(metadata).add(where(version)).sql(" AND " + APPLIED);
  }

  /** The last attempt at a migration has been undone, whatever it came to. */
  TableSql undone(Version version, String metadata) {
    return rolledBack(metadata)
        .sql(" WHERE " + ID + " = (SELECT max(" + ID + ") FROM " + name())
        .add(where(version))
        .sql(") AND " + isOneOf(COMPLETED, BASELINED, RUNNING, FAILED));
  }

  private TableSql rolledBack(String metadata) {
    var values = status(ROLLED_BACK);
    values.put(HistoryColumn.ROLLBACK_AT, TableSql.of(sql.now()));
    values.put(METADATA, merged(metadata));
    return TableSql.update(name(), values);
  }

  /** An applied migration has another checksum. */
  TableSql accepted(Version version, String checksum, String metadata) {
    var values = new EnumMap<HistoryColumn, @Nullable Object>(HistoryColumn.class);
    values.put(CHECKSUM, checksum);
    values.put(METADATA, merged(metadata));
    return TableSql.update(name(), values).add(where(version)).sql(" AND " + APPLIED);
  }

  private static Map<HistoryColumn, @Nullable Object> status(HistoryStatus status) {
    var values = new EnumMap<HistoryColumn, @Nullable Object>(HistoryColumn.class);
    values.put(STATUS, TableSql.of(Sql.literal(status.text())));
    return values;
  }

  private static TableSql where(Version version) {
    return TableSql.of(" WHERE " + VERSION + " = ").value(version.toString());
  }

  /** The row's metadata with more of it. */
  private TableSql merged(String metadata) {
    return switch (sql.dialect()) {
      case POSTGRESQL ->
          TableSql.of("COALESCE(" + METADATA + ", '{}'::jsonb) || ").value(metadata).sql("::jsonb");
      case SQLITE ->
          TableSql.of("json_patch(COALESCE(" + METADATA + ", '{}'), ").value(metadata).sql(")");
    };
  }
}
