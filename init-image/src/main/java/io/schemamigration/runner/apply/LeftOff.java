package io.schemamigration.runner.apply;

import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.read.Digest;
import io.schemamigration.runner.db.backfill.BatchPosition;
import io.schemamigration.runner.db.ledger.RunningRow.Attempt;
import io.schemamigration.runner.end.RefusedException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where an attempt at a migration outside of a transaction ended in an error. What it had done by
 * then stays done; the corrected file is resumed after it, and may not differ before.
 */
public final class LeftOff {
  private LeftOff() {}

  /** SHA-256 of a migration's first statements. */
  static String fingerprint(Migration migration, int statements) {
    var text = new StringBuilder();
    for (var statement : migration.up().subList(0, statements)) {
      text.append(statement.sql()).append('\0');
    }
    return Digest.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * How many of the statements are done.
   *
   * @param attempt the last one, if it failed; else null
   * @throws RefusedException when one of them is no longer what it was
   */
  public static int before(Migration migration, @Nullable Attempt attempt) {
    if (attempt == null || attempt.statements() == 0) {
      return 0;
    }
    int done = attempt.statements();
    boolean same =
        migration.up().size() >= done && fingerprint(migration, done).equals(attempt.fingerprint());
    if (!same) {
      throw new RefusedException(
          Failure.at(migration.version(), migration.file())
              .failure(
                  Reason.CHECKSUM_MISMATCH,
                  "statements 1 to "
                      + done
                      + " were applied before the rest failed, and have been edited since",
                  "Restore them, and correct only what follows."));
    }
    return done;
  }

  /**
   * What to do about an error in that statement; none of it is undone by itself.
   *
   * @param position of a statement that runs in batches, or null
   */
  public static String advice(int statement, @Nullable BatchPosition position) {
    if (position != null && position.statement() == statement && position.at() != null) {
      return "Correct the file from statement "
          + statement
          + " onwards. Its batches up to "
          + position.of()
          + " = "
          + position.at()
          + " are kept; the next run continues after them.";
    }
    return statement == 1
        ? "Correct the file; none of its statements was applied."
        : "Correct the file from statement "
            + statement
            + " onwards; those before it are applied and must not change.";
  }
}
