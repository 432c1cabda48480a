package io.schemamigration.runner.rehearse;

import io.schemamigration.core.report.Failure;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.runner.apply.Applier;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.end.MigrationFailedException;
import io.schemamigration.runner.run.Elapsed;
import io.schemamigration.runner.run.Progress;
import io.schemamigration.runner.run.RunState;
import io.schemamigration.runner.run.Source;
import io.schemamigration.runner.run.StepRequest;
import io.schemamigration.runner.step.ExpandStep;
import io.schemamigration.runner.step.StepContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the pending migrations on a copy of a database and measures them. */
public final class Rehearsal {
  /** What the runner itself writes in a migration's transaction: its history row, the window. */
  private static final int OWN_ROWS = 2;

  private final Session copy;
  private final StepRequest.Expand request;
  private final @Nullable LockNotes notes;
  private final MigrationSource source;
  private final Progress progress;
  private final List<Act> acts = new ArrayList<>();
  private long began;
  private long rowsBefore;

  /**
   * Prepares it.
   *
   * @param copy whose content may be changed
   */
  public Rehearsal(
      Session copy, StepRequest.Expand request, MigrationSource source, Progress progress) {
    this.copy = copy;
    this.request = request;
    this.notes = copy.dialect() == Dialect.POSTGRESQL ? new LockNotes(copy) : null;
    this.source = undisturbed(source);
    this.progress = progress;
  }

  /**
   * There is nobody else for whom a backfill would have to pause, and nobody asks what the
   * statements do to older code: the notes, which come to them, would be judged as well.
   */
  private static MigrationSource undisturbed(MigrationSource source) {
    var migrations = new ArrayList<Migration>();
    for (var migration : source.migrations()) {
      var statements = new ArrayList<Statement>();
      boolean batches = false;
      for (var statement : migration.up()) {
        var how = statement.backfill();
        batches |= how != null;
        statements.add(how == null ? statement : statement.inBatches(how.undisturbed()));
      }
      migrations.add((batches ? migration.apart(statements) : migration).taken());
    }
    return new MigrationSource(migrations, source.repeatables(), source.digest());
  }

  /**
   * One migration as it went.
   *
   * @param millis how long it took
   * @param lockedMillis how long its transaction was open, and on SQLite the write lock held; null
   *     where it isn't one transaction
   * @param rows how many it inserted, updated and deleted; null where it isn't one transaction
   * @param locks PostgreSQL: the strongest lock on each table, {@code users ACCESS EXCLUSIVE}
   */
  public record Act(
      Migration migration,
      long millis,
      @Nullable Long lockedMillis,
      @Nullable Long rows,
      List<String> locks) {
    /** Makes the list safe to share. */
    public Act {
      locks = List.copyOf(locks);
    }
  }

  /**
   * The whole.
   *
   * @param failure why it ended early, or null
   */
  public record Outcome(List<Act> acts, @Nullable Failure failure) {
    /** Makes the list safe to share. */
    public Outcome {
      acts = List.copyOf(acts);
    }
  }

  /** Runs what {@code up} would run. */
  public Outcome run() {
    var run = new RunState();
    run.apart = true; // each is looked at by itself
    var noting = source;
    if (notes != null) {
      notes.prepare();
      noting = notes.in(source);
    }
    try {
      new ExpandStep(
              StepContext.of(copy, request, run, line -> tell(run, line)),
              Source.of(noting, copy.dialect()))
          .execute();
      ended(run);
      return new Outcome(acts, null);
    } catch (MigrationFailedException e) {
      return new Outcome(acts, e.failure());
    } finally {
      copy.rollback();
    }
  }

  /** A line without a migration in flight comes between two of them. */
  private void tell(RunState run, String line) {
    progress.tell(line);
    if (run.inFlight.isEmpty()) {
      ended(run);
      if (line.startsWith(Applier.BEGINS)) {
        rowsBefore = rows();
        began = System.nanoTime();
      }
    }
  }

  private void ended(RunState run) {
    if (run.applied.size() <= acts.size()) {
      return;
    }
    long millis = Elapsed.millisSince(began);
    var migration = source.find(run.applied.getLast());
    if (migration == null) {
      return;
    }
    if (notes != null) {
      var version = migration.version();
      acts.add(
          new Act(
              migration,
              millis,
              notes.heldMillis(version),
              notes.rows(version),
              notes.strongest(version)));
    } else {
      boolean framed = migration.transactional();
      long rows = rows() - rowsBefore - OWN_ROWS;
      acts.add(new Act(migration, millis, framed ? millis : null, framed ? rows : null, List.of()));
    }
  }

  private long rows() {
    if (notes != null) {
      notes.settle();
      return 0;
    }
    return Long.parseLong(String.valueOf(copy.query("SELECT total_changes()").getFirst()[0]));
  }
}
