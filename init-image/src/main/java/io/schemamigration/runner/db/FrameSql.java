package io.schemamigration.runner.db;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.window.Version;
import java.util.ArrayList;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * The runner's own statements of a migration's transaction, with their values written into them.
 */
final class FrameSql {
  /** What the guard fails with. */
  static final String NOT_HELD = "22012";

  private final Sql sql;

  FrameSql(Sql sql) {
    this.sql = sql;
  }

  /**
   * Locks the row and fails, by a division by zero, unless it is the token's. While another
   * transaction has the row this waits, and then judges what that one has left.
   */
  String guard(Token token) {
    return "WITH held AS (SELECT 1 FROM "
        + sql.window()
        + " WHERE step_number = "
        + token.number()
        + " AND step_id = "
        + literal(token.id())
        + " FOR UPDATE) SELECT 1 / count(*) FROM held";
  }

  /** The server's clock tells how long it took: BEGIN is in the same transaction. */
  String record(Migration migration, String metadata) {
    return "INSERT INTO "
        + sql.history()
        + " (version, description, phase, checksum, status, execution_time_ms, applied_by, hostname, statement, metadata)"
        + " VALUES ("
        + literal(migration.version().toString())
        + ", "
        + literal(migration.description())
        + ", "
        + literal(migration.phase() == null ? null : migration.phase().text())
        + ", "
        + literal(migration.checksum())
        + ", 'completed', floor(extract(epoch FROM clock_timestamp() - transaction_timestamp()) * 1000), "
        + literal(System.getProperty("user.name", "unknown"))
        + ", "
        + literal(Host.name())
        + ", "
        + migration.up().size()
        + ", "
        + literal(metadata)
        + ")";
  }

  String move(Frame.Move move) {
    var announced = new ArrayList<>(move.announced());
    Collections.sort(announced);
    var pending = new StringBuilder();
    for (Version version : announced) {
      pending.append(pending.isEmpty() ? "" : " ").append(version);
    }
    return "UPDATE "
        + sql.window()
        + " SET minimum = "
        + literal(move.minimum().toString())
        + ", maximum = "
        + literal(move.maximum().toString())
        + ", pending = "
        + literal(pending.toString())
        + ", digest = "
        + literal(move.digest())
        + ", updated_at = "
        + sql.now();
  }

  /** With backslashes escaped, so that it means the same whatever the server's settings are. */
  static String literal(@Nullable String text) {
    return text == null ? "NULL" : "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
