package io.schemamigration.runner.step;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.ledger.Ledger;
import io.schemamigration.runner.db.ledger.Token;
import io.schemamigration.runner.db.ledger.WindowRow;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.run.Progress;
import io.schemamigration.runner.run.RunState;
import io.schemamigration.runner.run.StepRequest;
import io.schemamigration.runner.run.WindowGuard;

/** Claim and withdraw: one short transaction on the row each. The row's own lock is enough. */
final class ClaimStep {
  private final Session session;
  private final StepRequest request;
  private final Ledger ledger;
  private final RunState run;
  private final WindowGuard entry;
  private final Progress progress;

  ClaimStep(Session session, StepRequest request, RunState run, Progress progress) {
    this.session = session;
    this.request = request;
    this.ledger = new Ledger(session);
    this.run = run;
    this.entry = new WindowGuard(request, run);
    this.progress = progress;
  }

  /** Announces a contract migration; a repetition of the same step only reports. */
  void claim(Version claim) {
    session.begin(progress::tell);
    var row = rowOrRefuse();
    boolean repeated = entry.token(row).standing(row) == Token.Standing.HOLDS;
    entry.take(ledger, row);
    if (!repeated) {
      check(row, claim);
      ledger.claim(claim);
    }
    var now = ledger.row(false);
    session.commit();
    run.window = now == null ? row.window() : now.window();
  }

  /**
   * A claim above the maximum leaves no version that may run. That is what an offline migration
   * needs, and a person has to have said yes to it.
   */
  private void check(WindowRow row, Version claim) {
    if (claim.isAbove(row.window().maximum()) && request.approve() == null) {
      throw new RefusedException(
          Reason.VERSION_UNREACHABLE,
          "contract " + claim + " can't be claimed: the database is at " + row.window().maximum(),
          "The expand migrations before it must be applied first.");
    }
  }

  /** Takes any claim back; the minimum stays what was applied or partly applied. */
  void withdraw() {
    if (!ledger.exists()) {
      run.window = CompatibilityWindow.EMPTY;
      return;
    }
    session.begin(progress::tell);
    var row = rowOrRefuse();
    entry.take(ledger, row);
    ledger.unclaim();
    session.commit();
    run.window = row.window().withClaim(null);
  }

  private WindowRow rowOrRefuse() {
    var row = ledger.exists() ? ledger.row(true) : null;
    if (row == null) {
      throw new RefusedException(
          Reason.CLAIM_LOST,
          "the database has no window",
          "An expand step creates it; the claim is retried.");
    }
    return row;
  }
}
