package io.schemamigration.runner.apply;

import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Repeatable;
import io.schemamigration.runner.db.ForeignKeys;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.ledger.Ledger;
import io.schemamigration.runner.db.ledger.RepeatableRows;
import io.schemamigration.runner.end.MigrationFailedException;
import io.schemamigration.runner.run.Elapsed;
import io.schemamigration.runner.run.HistoryMetadata;
import io.schemamigration.runner.run.LockRetry;
import io.schemamigration.runner.run.Notices;
import io.schemamigration.runner.run.Progress;
import io.schemamigration.runner.run.RunState;
import io.schemamigration.runner.run.StatementFailure;
import io.schemamigration.runner.run.Statements;
import io.schemamigration.runner.run.WindowGuard;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /** Runs those that are new or have changed. */
  public void run(List<Repeatable> changed) {
    var retry = new LockRetry(session, run, progress);
    for (var file : changed) {
      long start = System.nanoTime();
      session.fresh();
      session.hear(new Notices(file.file(), file.statements(), run, progress));
      progress.tell("running " + file.file() + ", which is new or has changed");
      run.pulse.begins(file.file(), "run again", file.statements().size(), session.reached());
      try {
        retry.with(() -> inTransaction(file, start));
      } catch (StatementFailure e) {
        session.rollback();
        var later = changed.subList(changed.indexOf(file) + 1, changed.size());
        throw failed(file, e, start, LaterFile.hint(session.dialect(), later, e.said()));
      }
      run.migrationsMillis += Elapsed.millisSince(start);
    }
  }

  private void inTransaction(Repeatable file, long start) throws StatementFailure {
    var keys = ForeignKeys.prepare(session, file.statements());
    Statements.begin(session, file.statements(), progress);
    var row = entry.holds(ledger);
    run.window = row.window();
    if (file.isText(rows.checksums().get(file.name()))) {
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

  private MigrationFailedException failed(
      Repeatable file, StatementFailure e, long start, @Nullable String hint) {
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
                hint != null ? hint : "Correct the file; nothing of it stays in the database."));
  }
}
