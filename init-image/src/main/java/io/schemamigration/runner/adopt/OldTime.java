package io.schemamigration.runner.adopt;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.Sql;
import io.schemamigration.runner.tool.Tool;
import io.schemamigration.runner.tool.ToolTable;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The times of another tool's table, as our history writes them. SQLite's are taken for UTC, which
 * its functions make.
 *
 * @param zone of times without one
 */
record OldTime(Session session, ToolTable table, ZoneId zone) {
  private static final String WITHOUT_ZONE =
      "SELECT 1 FROM pg_catalog.pg_attribute WHERE attrelid = CAST(? AS regclass) AND attname = ? AND atttypid ="
          + " 'timestamp'::regtype";

  /** The zone in which that tool writes, as far as it is known: diesel's is always UTC. */
  static ZoneId zone(Tool tool, @Nullable ZoneId asked) {
    return tool == Tool.DIESEL ? ZoneId.of("UTC") : asked != null ? asked : ZoneId.systemDefault();
  }

  /** The column as an expression that gives a text. */
  String of(String column) {
    return switch (session.dialect()) {
      case POSTGRESQL -> (isWithoutZone(column) ? inZone(column) : column) + "::text";
      case SQLITE -> ofSqlite(column);
    };
  }

  private String inZone(String column) {
    return "(" + column + " AT TIME ZONE " + Sql.literal(zone.getId()) + ")";
  }

  /** Whether nobody but its tool knows when it was. */
  boolean isWithoutZone(String column) {
    return session.dialect() == Dialect.POSTGRESQL
        && !session.query(WITHOUT_ZONE, table.sql(), column).isEmpty();
  }

  private static String ofSqlite(String column) {
    var format = "strftime('%Y-%m-%dT%H:%M:%fZ', ";
    return "CASE typeof("
        + column
        + ") WHEN 'integer' THEN "
        + format
        + column
        + " / (CASE WHEN "
        + column
        + " > 100000000000 THEN 1000.0 ELSE 1.0 END), 'unixepoch') ELSE "
        + format
        + column
        + ") END";
  }
}
