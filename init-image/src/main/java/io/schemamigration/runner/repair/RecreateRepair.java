package io.schemamigration.runner.repair;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.apply.HalfRecreate;
import io.schemamigration.runner.db.ForeignKeys;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.Sql;
import io.schemamigration.runner.db.SqlFailure;
import io.schemamigration.runner.db.ledger.Ledger;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.run.Authority;
import io.schemamigration.runner.run.BeforeFirst;
import io.schemamigration.runner.run.Progress;
import io.schemamigration.runner.run.RunState;
import io.schemamigration.runner.run.WindowGuard;
import java.util.List;

/**
 * Ends a recreate that was left half-done: where only the new table exists it gets its name, where
 * both exist the new one goes, and the migration makes it again. Only the table that was asked for,
 * and only where no row can be lost.
 */
public final class RecreateRepair {
  private final Session session;
  private final WindowGuard entry;
  private final BeforeFirst backup;
  private final Progress progress;

  /**
   * Prepares it.
   *
   * @param request by hand: whether the owner's gate is passed by
   */
  public RecreateRepair(Session session, Authority request, BeforeFirst backup, Progress progress) {
    this.session = session;
    this.entry = new WindowGuard(request, new RunState());
    this.backup = backup;
    this.progress = progress;
  }

  /**
   * Repairs it, in one transaction, after a backup.
   *
   * @return what was done, in words
   * @throws RefusedException where the state isn't clear; nothing is changed then
   */
  public String repair(String table) {
    if (session.dialect() != Dialect.SQLITE) {
      throw refused("PostgreSQL changes tables in place", "See migrate status.");
    }
    session.lock(progress::tell, () -> false);
    find(table);
    backup.before(Version.NONE);
    session.enforceForeignKeys(false);
    session.begin(progress::tell);
    take();
    var half = find(table);
    var done = half.both() ? drop(half) : rename(half);
    session.commit();
    return done;
  }

  /** The window row is locked and checked, as by anyone who writes; there may be none yet. */
  private void take() {
    var ledger = new Ledger(session);
    var row = ledger.exists() ? ledger.row(true) : null;
    if (row != null) {
      entry.needsReason(row, "code that uses the table may be running");
      entry.take(ledger, row);
    }
  }

  private HalfRecreate find(String table) {
    var found = HalfRecreate.of(session, table);
    if (found.isEmpty()) {
      throw refused(
          "there is no table that could be the new form of " + table,
          "Looked for "
              + table
              + "_new, new_"
              + table
              + ", tmp_"
              + table
              + ", _alembic_tmp_"
              + table
              + " and the like.");
    }
    if (found.size() > 1) {
      throw refused(
          "several tables could be the new form of "
              + table
              + ": "
              + String.join(", ", found.stream().map(HalfRecreate::copy).toList()),
          "Check them, and drop or rename by hand what isn't needed.");
    }
    return found.getFirst();
  }

  private String drop(HalfRecreate half) {
    long old = HalfRecreate.rows(session, half.table());
    long fresh = HalfRecreate.rows(session, half.copy());
    if (old < fresh) {
      throw refused(
          half.table() + " has " + old + " rows, " + half.copy() + " has " + fresh,
          "Rows may have been written to " + half.copy() + ": compare the two by hand.");
    }
    changed(half.copy(), "DROP TABLE " + Sql.quote(half.copy()));
    return "dropped "
        + half.copy()
        + " ("
        + fresh
        + " rows); "
        + half.table()
        + " has all of its "
        + old
        + ". Run migrate up: it creates the new table again";
  }

  private String rename(HalfRecreate half) {
    long rows = HalfRecreate.rows(session, half.copy());
    changed(
        half.copy(),
        "ALTER TABLE " + Sql.quote(half.copy()) + " RENAME TO " + Sql.quote(half.table()));
    return "renamed "
        + half.copy()
        + " ("
        + rows
        + " rows) to "
        + half.table()
        + ". Its indexes and triggers went with the old table: migrate up creates those in its file";
  }

  private void changed(String copy, String sql) {
    var keys = ForeignKeys.watch(session, List.of(new Statement(sql, 1)));
    keys.begun();
    try {
      session.execute(sql);
      keys.check(progress::tell);
    } catch (SqlFailure e) {
      throw refused("can't remove " + copy + ": " + e.getMessage(), "Fix what refers to it first.");
    }
  }

  private static RefusedException refused(String message, String hint) {
    return new RefusedException(Reason.INVALID_MIGRATIONS, message, hint + " Nothing was changed.");
  }
}
