package io.schemamigration.runner.backfill;

import io.schemamigration.core.sql.Backfill;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.runner.db.Pause;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.backfill.Bystanders;
import io.schemamigration.runner.db.backfill.StandbyLag;
import io.schemamigration.runner.db.ledger.Ledger;
import io.schemamigration.runner.run.WindowGuard;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a backfill does for others between two batches: the pause, and waiting for as long as
 * sessions queue for its table or standbys are too far behind. Nothing is held meanwhile.
 */
final class Throttle {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration TOLD_EVERY = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** SQLite's writers ask again every so often; shorter gaps they would miss. */
  private static final Duration GAP = Duration.ofMillis(100);

  private final Session session;
  private final Ledger ledger;
  private final WindowGuard entry;
  private final Backfill backfill;
  private final Bystanders bystanders;
  private final StandbyLag lag;
  private final Consumer<String> told;

  Throttle(
      Session session, Ledger ledger, WindowGuard entry, Backfill backfill, Consumer<String> told) {
    this.session = session;
    this.ledger = ledger;
    this.entry = entry;
    this.backfill = backfill;
    this.bystanders = new Bystanders(session);
    this.lag = new StandbyLag(session, backfill, told);
    this.told = told;
  }

  /**
   * After a batch.
   *
   * @param took how long it took
   * @param waiting whether someone waited for it
   */
  void after(Duration took, boolean waiting) {
    var pause = backfill.pause();
    if (waiting) {
      pause = longer(pause, took);
    } else if (session.dialect() == Dialect.SQLITE && backfill.lag() != null) {
      pause = longer(pause, took.compareTo(GAP) < 0 ? took : GAP);
    }
    if (!pause.isZero()) {
      Pause.of(pause);
    }
  }

  /** Before a batch: returns when nobody is in the way; a run that was given up ends here. */
  void before() {
    long start = System.nanoTime();
    long tell = 0;
    for (var reason = reason(); reason != null; reason = reason()) {
      var waited = Duration.ofNanos(System.nanoTime() - start);
      if (waited.compareTo(PATIENCE) > 0) {
        throw Bystanders.stillThere(reason, waited);
      }
      if (waited.toMillis() >= tell) {
        told.accept("waiting: " + reason + ", " + waited.toSeconds() + " s");
        tell = waited.plus(TOLD_EVERY).toMillis();
      }
      Pause.of(POLL);
      entry.stillHolds(ledger);
    }
  }

  private @Nullable String reason() {
    int queued = bystanders.queued(backfill);
    if (queued > 0) {
      return queued
          + (queued == 1 ? " session is queued" : " sessions are queued")
          + " for a lock on "
          + backfill.table();
    }
    var behind = lag.look();
    var limit = backfill.lag();
    return limit != null && behind.compareTo(limit) > 0
        ? "a standby is " + behind.toSeconds() + " s behind"
        : null;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }
}
