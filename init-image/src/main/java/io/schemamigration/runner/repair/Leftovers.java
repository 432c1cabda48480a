package io.schemamigration.runner.repair;

import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.words.ConcurrentIndex;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.apply.AlreadyThere;
import io.schemamigration.runner.apply.InvalidIndex;
import io.schemamigration.runner.apply.LeftOff;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.backfill.BatchPosition;
import io.schemamigration.runner.db.backfill.BatchRow;
import io.schemamigration.runner.db.ledger.HistoryRow;
import io.schemamigration.runner.db.ledger.Ledger;
import io.schemamigration.runner.db.ledger.RunningRow;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.run.Authority;
import io.schemamigration.runner.run.IndexBuilds;
import io.schemamigration.runner.run.Progress;
import io.schemamigration.runner.run.RunState;
import io.schemamigration.runner.run.StatementFailure;
import io.schemamigration.runner.run.WindowGuard;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What runs that failed or were ended left of migrations: reports it, and does what is safe. An
 * index left INVALID is dropped, a statement found done is noted. Nothing is applied.
 */
public final class Leftovers {
  private static final String UP = "migrate up ";
  private static final String BY_HAND =
      ", or undo it by hand and record that: migrate mark-rolled-back ";

  private final Session session;
  private final Ledger ledger;
  private final MigrationSource source;
  private final WindowGuard entry;
  private final Progress progress;

  /**
   * Prepares it.
   *
   * @param request by hand: whether the owner's gate is passed by
   */
  public Leftovers(Session session, Authority request, MigrationSource source, Progress progress) {
    this.session = session;
    this.ledger = new Ledger(session);
    this.source = source;
    this.entry = new WindowGuard(request, new RunState());
    this.progress = progress;
  }

  /**
   * What is left of one migration.
   *
   * @param file of it, or null where it is gone
   * @param status {@code running} or {@code failed}
   * @param done how many of its statements are in the database
   * @param found what was found, and what was done about it
   * @param next what to do
   */
  public record Leftover(
      Version version, @Nullable String file, String status, int done, String found, String next) {}

  /** Looks at all of them. */
  public List<Leftover> repair() {
    session.lock(progress::tell, () -> false);
    session.begin(progress::tell);
    var row = ledger.exists() ? ledger.row(true) : null;
    var open = row == null ? List.<HistoryRow>of() : open();
    if (row == null || open.isEmpty()) {
      session.rollback();
      return List.of();
    }
    entry.needsReason(row, "its next step may be about to continue from there");
    entry.take(ledger, row);
    session.commit();
    var found = new ArrayList<Leftover>();
    for (var left : open) {
      found.add(look(left));
    }
    return found;
  }

  /** The last attempts that didn't end well, in the order of the versions. */
  private List<HistoryRow> open() {
    var last = new TreeMap<Version, HistoryRow>();
    for (var row : ledger.history()) {
      last.put(row.migration().version(), row);
    }
    last.values()
        .removeIf(r -> !r.is(s -> s == HistoryStatus.RUNNING || s == HistoryStatus.FAILED));
    return List.copyOf(last.values());
  }

  private Leftover look(HistoryRow row) {
    var version = row.migration().version();
    boolean running = row.is(s -> s == HistoryStatus.RUNNING);
    var attempt = running ? null : new RunningRow(session).failed(version);
    if (!running && attempt == null) {
      return source.find(version) == null
          ? left(
              row,
              0,
              "nothing of it is in the database, and its file is gone",
              "record that, so that the window forgets it: migrate mark-rolled-back " + version)
          : failed(row, source.find(version));
    }
    int done = attempt == null ? row.statement() : attempt.statements();
    var written = source.find(version);
    if (written == null) {
      return left(row, done, done(done) + "; its file is gone", "restore it" + BY_HAND + version);
    }
    var noted = row.migration().checksum();
    boolean edited = running && (noted == null || !written.isText(noted));
    if (edited) {
      return left(
          row,
          done,
          done(done) + "; its file was edited since",
          "restore the file, then migrate up" + BY_HAND + version);
    }
    var migration = new IndexBuilds(session, line -> {}).careful(written, running ? done : null);
    try {
      LeftOff.before(migration, attempt);
    } catch (RefusedException e) {
      var hint = e.failure().hint();
      return left(row, done, e.failure().message(), hint == null ? UP : hint);
    }
    return done == migration.up().size()
        ? left(row, done, "all of its statements are done", UP + "completes it")
        : interrupted(row, migration, done);
  }

  /** The run left nothing; another tool may have. */
  private Leftover failed(HistoryRow row, @Nullable Migration migration) {
    var there = migration == null ? null : AlreadyThere.of(session, migration);
    return there == null || there.found().isEmpty()
        ? left(row, 0, "nothing of it is in the database", "correct the file, then migrate up")
        : left(row, 0, "its run left nothing. " + there.words(), there.advice());
  }

  /** The statement at which it ended may be done, not done, or half done. */
  private Leftover interrupted(HistoryRow row, Migration migration, int done) {
    int number = done + 1;
    var statement = migration.up().get(done);
    boolean running = row.is(s -> s == HistoryStatus.RUNNING);
    var position = position(row, number);
    var goesOn =
        running
            ? UP + "continues with statement " + number
            : LeftOff.advice(number, position) + " Then migrate up.";
    if (position != null) {
      var batches = "statement " + number + ", a backfill of " + position.of();
      return left(row, done, batches + ", is halfway: " + position.words(), goesOn);
    }
    var built = ConcurrentIndex.of(statement);
    var name = built == null ? null : built.name();
    var index = built == null || name == null ? null : session.index(name, built.table());
    if (index != null && !index.valid()) {
      return left(row, done, dropped(index.name(), statement, number), goesOn);
    }
    if (running && (index != null || isGone(statement))) {
      note(row.migration().version(), number);
      return left(
          row,
          number,
          "statement "
              + number
              + " was already done when the run was interrupted; this is now recorded",
          number == migration.up().size()
              ? UP + "completes it"
              : UP + "continues with statement " + (number + 1));
    }
    return left(row, done, done(done), goesOn);
  }

  /** How far that statement is, where it runs in batches. */
  private @Nullable BatchPosition position(HistoryRow row, int number) {
    var positions = new BatchRow(session);
    var version = row.migration().version();
    var position =
        row.is(s -> s == HistoryStatus.RUNNING)
            ? positions.running(version)
            : positions.failed(version);
    return position == null || position.statement() != number ? null : position;
  }

  private static String done(int statements) {
    return statements == 0
        ? "none of its statements is done"
        : statements == 1 ? "statement 1 is done" : "statements 1 to " + statements + " are done";
  }

  private Leftover left(HistoryRow row, int done, String found, String next) {
    var version = row.migration().version();
    var migration = source.find(version);
    return new Leftover(
        version,
        migration == null ? null : migration.file(),
        row.status().text(),
        done,
        found,
        next);
  }

  /** What builds that don't end leave serves no query, and is kept up by every write. */
  private String dropped(String index, Statement statement, int number) {
    try {
      InvalidIndex.drop(session, index, statement, number);
      return "dropped the INVALID index " + index + ", left by statement " + number;
    } catch (StatementFailure e) {
      return "the INVALID index "
          + index
          + ", left by statement "
          + number
          + ", can't be dropped: "
          + e.getMessage();
    } finally {
      session.reset();
    }
  }

  private boolean isGone(Statement statement) {
    var index = ConcurrentIndex.dropped(statement);
    return index != null && session.query("SELECT to_regclass(?)", index).getFirst()[0] == null;
  }

  private void note(Version version, int number) {
    session.begin(progress::tell);
    entry.holds(ledger);
    new RunningRow(session).reached(version, number);
    session.commit();
  }
}
