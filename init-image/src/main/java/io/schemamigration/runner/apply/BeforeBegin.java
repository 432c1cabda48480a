package io.schemamigration.runner.apply;

import io.schemamigration.core.plan.AppliedMigration;
import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.words.ConcurrentIndex;
import io.schemamigration.core.sql.words.TableDrops;
import io.schemamigration.runner.db.ledger.RunningRow.Attempt;
import io.schemamigration.runner.end.RefusedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a migration outside of a transaction from being begun. A run looks before its first
 * migration, so that what is refused has changed nothing.
 */
public final class BeforeBegin {
  private BeforeBegin() {}

  /**
   * Refuses a migration that couldn't be resumed, and one whose beginning was edited after it was
   * applied.
   *
   * @param attempt the last one at it, if it failed halfway; else null
   */
  public static void check(
      Dialect dialect,
      Migration migration,
      List<AppliedMigration> history,
      @Nullable Attempt attempt) {
    if (migration.transactional()) {
      return;
    }
    for (var past : history) {
      if (past.status() == HistoryStatus.RUNNING && past.version().equals(migration.version())) {
        return; // it is begun, and goes on where it was
      }
    }
    check(dialect, migration, attempt);
  }

  /** The same of one that isn't begun. */
  static void check(Dialect dialect, Migration migration, @Nullable Attempt attempt) {
    for (var statement : migration.up()) {
      refuseWithoutName(migration, statement);
    }
    refuseRecreate(dialect, migration);
    LeftOff.before(migration, attempt);
  }

  /** Where a build ended nobody knows which index of the table is the one left INVALID. */
  private static void refuseWithoutName(Migration migration, Statement statement) {
    var built = ConcurrentIndex.of(statement);
    if (built != null && built.name() == null) {
      throw new RefusedException(
          Failure.at(migration.version(), migration.file())
              .line(statement.line())
              .failure(
                  Reason.INVALID_MIGRATIONS,
                  "an index that is built CONCURRENTLY needs a name, or a build that was interrupted"
                      + " couldn't be found",
                  "Write CREATE INDEX CONCURRENTLY name ON table (…)."));
    }
  }

  /**
   * Between the drop and the rename the table would be gone for everyone, and after a kill stay so.
   */
  private static void refuseRecreate(Dialect dialect, Migration migration) {
    if (dialect != Dialect.SQLITE) {
      return;
    }
    var recreated = TableDrops.of(migration.up()).recreated();
    if (!recreated.isEmpty()) {
      throw new RefusedException(
          Failure.at(migration.version(), migration.file())
              .failure(
                  Reason.INVALID_MIGRATIONS,
                  "table "
                      + String.join(", ", recreated)
                      + " is replaced beside a statement that can't run in a transaction",
                  "Put VACUUM, ATTACH and PRAGMA journal_mode into a migration of its own."));
    }
  }
}
