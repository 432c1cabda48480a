package io.schemamigration.runner.db;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.window.Version;
import java.util.ArrayList;
import java.util.Collections;

/**
 * The runner's own statements of a migration's transaction, with their values written into them.
 */
final class TransactionSql {
  /** What the guard fails with. */
  static final String NOT_HELD = "22012";

  private final Sql sql;

  TransactionSql(Sql sql) {
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
        + Sql.escaped(token.id())
        + " FOR UPDATE) SELECT 1 / count(*) FROM held";
  }

  /** The server's clock tells how long it took: BEGIN is in the same transaction. */
  String record(Migration migration, String metadata) {
    return "INSERT INTO "
        + sql.history()
        + " (version, description, phase, checksum, status, execution_time_ms, applied_by, hostname, statement, metadata)"
        + " VALUES ("
        + Sql.escaped(migration.version().toString())
        + ", "
        + Sql.escaped(migration.description())
        + ", "
        + Sql.escaped(migration.phase() == null ? null : migration.phase().text())
        + ", "
        + Sql.escaped(migration.checksum())
        + ", 'completed', floor(extract(epoch FROM clock_timestamp() - transaction_timestamp()) * 1000), "
        + Sql.escaped(System.getProperty("user.name", "unknown"))
        + ", "
        + Sql.escaped(Host.name())
        + ", "
        + migration.up().size()
        + ", "
        + Sql.escaped(metadata)
        + ")";
  }

  String move(OneTransaction.Move move) {
    var announced = new ArrayList<>(move.announced());
    Collections.sort(announced);
    var pending = new StringBuilder();
    for (Version version : announced) {
      pending.append(pending.isEmpty() ? "" : " ").append(version);
    }
    return "UPDATE "
        + sql.window()
        + " SET minimum = "
        + Sql.escaped(move.minimum().toString())
        + ", maximum = "
        + Sql.escaped(move.maximum().toString())
        + ", pending = "
        + Sql.escaped(pending.toString())
        + ", digest = "
        + Sql.escaped(move.digest())
        + ", updated_at = "
        + sql.now();
  }
}
