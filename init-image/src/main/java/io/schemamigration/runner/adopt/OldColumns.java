package io.schemamigration.runner.adopt;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.runner.tool.ToolTable;
import org.jspecify.annotations.Nullable;

/**
 * Where a tool that has a row for each migration notes what, as SQL expressions.
 *
 * @param time null where it doesn't note it
 * @param took in milliseconds; sqlx: nanoseconds
 * @param order in which the rows came
 * @param state {@code done} or {@code undone}; anything else is a failure
 * @param by who applied it
 */
record OldColumns(
    String name,
    @Nullable String time,
    String took,
    String checksum,
    String order,
    String state,
    String description,
    String by) {
  static final String NONE = "NULL";

  private static final String DONE = "'done'";
  private static final String BLUEPLANE =
      "CASE status WHEN 'completed' THEN 'done' WHEN 'rolled_back' THEN 'undone' ELSE status END";
  private static final String SQLX = "CASE WHEN success THEN 'done' ELSE 'failed' END";
  private static final String GOOSE = "CASE WHEN is_applied THEN 'done' ELSE 'undone' END";

  private static final String PRISMA =
      "CASE WHEN rolled_back_at IS NOT NULL THEN 'undone' WHEN finished_at IS NULL THEN 'failed' ELSE 'done' END";

  private OldColumns(String name, @Nullable String time, String order, String state) {
    this(name, time, NONE, NONE, order, state, NONE, NONE);
  }

  /** Those of that table. */
  static OldColumns of(ToolTable table, Dialect dialect) {
    return switch (table.tool()) {
      case D1 -> new OldColumns("name", "applied_at", "id", DONE);
      case SQLX ->
          new OldColumns(
              "version",
              "installed_on",
              "execution_time",
              dialect == Dialect.SQLITE ? "lower(hex(checksum))" : "encode(checksum, 'hex')",
              "version",
              SQLX,
              ifThere(table, "description"),
              NONE);
      case DIESEL -> new OldColumns("version", "run_on", "version", DONE);
      case GOOSE -> new OldColumns("version_id", "tstamp", "id", GOOSE);
      case DBMATE -> new OldColumns("version", null, "version", DONE);
      case BLUEPLANE ->
          new OldColumns(
              "version",
              "applied_at",
              ifThere(table, "execution_time_ms"),
              "checksum",
              "version",
              BLUEPLANE,
              ifThere(table, "description"),
              ifThere(table, "applied_by"));
      case FORGE -> forge(table);
      case PRISMA ->
          new OldColumns(
              "migration_name",
              "finished_at",
              NONE,
              "checksum",
              "started_at, id",
              PRISMA,
              NONE,
              NONE);
      default -> throw new IllegalStateException(table.tool() + " has no such rows");
    };
  }

  /** Its names were the files'; now the number is in a column of its own. */
  private static OldColumns forge(ToolTable table) {
    boolean numbered = table.columns().contains("version");
    var key = numbered ? "version" : "name";
    return new OldColumns(
        key,
        "applied_at",
        NONE,
        ifThere(table, "checksum"),
        key,
        DONE,
        numbered ? "name" : NONE,
        NONE);
  }

  static String ifThere(ToolTable table, String column) {
    return table.columns().contains(column) ? column : NONE;
  }
}
