package io.schemamigration.runner.apply;

import io.schemamigration.core.plan.Mode;
import io.schemamigration.core.plan.Plan;
import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.Repeatable;
import io.schemamigration.core.window.Phase;
import io.schemamigration.runner.db.ForeignKeys;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.ledger.Ledger;
import io.schemamigration.runner.db.ledger.RepeatableRows;
import io.schemamigration.runner.end.MigrationFailedException;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.run.Elapsed;
import io.schemamigration.runner.run.HistoryMetadata;
import io.schemamigration.runner.run.LockRetry;
import io.schemamigration.runner.run.Progress;
import io.schemamigration.runner.run.RunState;
import io.schemamigration.runner.run.StatementFailure;
import io.schemamigration.runner.run.Statements;
import io.schemamigration.runner.run.WindowGuard;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the files that are run whenever they change, after the migrations: each in a transaction of
 * its own together with its checksum, so that none is run twice for one change.
 */
public final class Repeater {
  private final Session session;
  private final RepeatableRows rows;
  private final Ledger ledger;
  private final WindowGuard entry;
  private final RunState run;
  private final HistoryMetadata metadata;
  private final Progress progress;

  public Repeater(
      Session session,
      WindowGuard entry,
      RunState run,
      HistoryMetadata metadata,
      Progress progress) {
    this.session = session;
    this.rows = new RepeatableRows(session);
    this.ledger = new Ledger(session);
    this.entry = entry;
    this.run = run;
    this.metadata = metadata;
    this.progress = progress;
  }

  /**
   * Which of them are to be run once the plan is carried out; refused where one isn't known to
   * leave older code working and nobody may decide that now.
   */
  public List<Repeatable> changed(
      MigrationSource source, Plan.Apply plan, Mode mode, boolean there) {
    var changed = new ArrayList<Repeatable>();
    if (source.repeatables().isEmpty() || !plan.makesAll()) {
      return changed;
    }
    var checksums = there ? rows.checksums() : java.util.Map.<String, String>of();
    for (var file : source.repeatables()) {
      if (!file.checksum().equals(checksums.get(file.name()))) {
        refuseUnlessExpand(file, mode);
        changed.add(file);
      }
    }
    return changed;
  }

  private static void refuseUnlessExpand(Repeatable file, Mode mode) {
    if (mode.everyPhase() || file.phase() == Phase.EXPAND) {
      return;
    }
    throw new RefusedException(
        Failure.at(file.file())
            .line(1)
            .failure(
                Reason.NEEDS_APPROVAL,
                "it isn't known whether older code keeps working when this is run again",
                "Declare '-- phase: expand' with '-- accept: RULE REASON' for what migrate lint finds, or put what breaks older code"
                    + " into a contract migration with a version."));
  }

  public void run(List<Repeatable> changed) {
    var retry = new LockRetry(session, run, progress);
    for (var file : changed) {
      long start = System.nanoTime();
      progress.tell("running " + file.file() + ", which is new or has changed");
      run.pulse.begins(file.file(), "run again", file.statements().size(), session.reached());
      try {
        retry.with(() -> inTransaction(file, start));
      } catch (StatementFailure e) {
        session.rollback();
        throw failed(file, e, start);
      }
      run.migrationsMillis += Elapsed.millisSince(start);
    }
  }

  private void inTransaction(Repeatable file, long start) throws StatementFailure {
    var keys = ForeignKeys.prepare(session, file.statements());
    session.begin(progress::tell);
    var row = entry.holds(ledger);
    run.window = row.window();
    if (file.checksum().equals(rows.checksums().get(file.name()))) {
      session.rollback(); // a twin with the same token was faster
      return;
    }
    keys.begun();
    Statements.run(session, file.statements(), keys, progress);
    Verifications.hold(session, file.verifications(), file.statements().size());
    session.reset();
    rows.ran(file, Elapsed.millisSince(start), metadata.text());
    run.repeated.add(file.name()); // before its COMMIT, whose answer may be lost
    Statements.commit(session);
  }

  private MigrationFailedException failed(Repeatable file, StatementFailure e, long start) {
    var said = String.valueOf(e.said().getMessage());
    session.begin(progress::tell);
    session.reset();
    entry.holds(ledger);
    rows.failed(file, Elapsed.millisSince(start), e.number(), said, metadata.text());
    session.commit();
    return new MigrationFailedException(
        Failure.at(e.file(file.file()))
            .line(e.line())
            .statement(e.told())
            .sqlState(e.said().state())
            .failure(
                Reason.MIGRATION_FAILED,
                said,
                "Correct the file; nothing of it stays in the database."));
  }
}
