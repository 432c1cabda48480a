package io.schemamigration.runner.db.ledger;

import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.OneTransaction;
import io.schemamigration.runner.db.Sql;
import io.schemamigration.runner.db.TransactionException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A migration's transaction in few messages: the check of the token at the locked window row, the
 * statements, the history row, the window.
 *
 * @param transaction which carries it out
 * @param sql of the database
 */
public record MigrationTransaction(OneTransaction transaction, Sql sql) {
  /** The server's clock measures how long it took: BEGIN is in the same transaction. */
  private static final TableSql MILLIS =
      TableSql.of("floor(extract(epoch FROM clock_timestamp() - transaction_timestamp()) * 1000)");

  /** After the reset of the session, which would undo it. */
  private static final String UNWAITED = "SET LOCAL synchronous_commit = off";

  /**
   * Where the window will be.
   *
   * @param window its ends
   * @param pending versions that are not applied
   * @param digest of the files
   */
  public record Move(CompatibilityWindow window, Collection<Version> pending, String digest) {}

  /**
   * Applies the migration.
   *
   * @param move where the window will be; null to leave it where it is, and not to wait until the
   *     disk has the COMMIT: the next one that is waited for makes this one durable, too
   * @param metadata JSON for the history
   * @return false when the row is no longer the token's: nothing was done
   * @throws TransactionException when the database refuses one of its statements, or the COMMIT;
   *     the transaction is still to be rolled back
   */
  public boolean apply(Token token, Migration migration, @Nullable Move move, String metadata)
      throws TransactionException {
    var tables = Tables.in(sql);
    var row =
        HistoryRow.of(migration, HistoryStatus.COMPLETED, migration.up().size())
            .saying(null, metadata)
            .here();
    var record = tables.history().insert(row, Map.of(HistoryColumn.EXECUTION_TIME_MS, MILLIS));
    var last =
        move == null
            ? UNWAITED
            : tables
                .window()
                .move(
                    move.window().minimum(), move.window().maximum(), move.pending(), move.digest())
                .text(Sql::escaped);
    return transaction.apply(
        tables.window().guard(token), migration.up(), List.of(record.text(Sql::escaped), last));
  }
}
