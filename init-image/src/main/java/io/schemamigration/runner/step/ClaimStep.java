package io.schemamigration.runner.step;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.runner.db.ledger.Token;
import io.schemamigration.runner.db.ledger.WindowRow;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.run.StepRequest;

/**
 * Announces a contract migration, or withdraws the announcement: one short transaction. The row's
 * own lock is enough.
 */
final class ClaimStep {
  private final StepContext<StepRequest.Claim> context;

  ClaimStep(StepContext<StepRequest.Claim> context) {
    this.context = context;
  }

  /** A repetition of the same step only reports. */
  void execute() {
    context.begin();
    var ledger = context.ledger();
    var row = rowOrRefuse(context);
    boolean repeated = context.guard().token(row).standing(row) == Token.Standing.HOLDS;
    context.guard().take(ledger, row);
    if (!repeated) {
      check(row);
      ledger.claim(context.request().claim());
    }
    var now = ledger.row(false);
    context.session().commit();
    context.run().window = now == null ? row.window() : now.window();
  }

  /**
   * A claim above the maximum leaves no version that may run. That is what an offline migration
   * needs, and a person has to have said yes to it.
   */
  private void check(WindowRow row) {
    var claim = context.request().claim();
    if (claim.isAbove(row.window().maximum()) && context.request().approve() == null) {
      throw new RefusedException(
          Reason.VERSION_UNREACHABLE,
          "contract " + claim + " can't be claimed: the database is at " + row.window().maximum(),
          "The expand migrations before it must be applied first.");
    }
  }

  /** Takes any claim back; the minimum stays what was applied or partly applied. */
  static void withdraw(StepContext<StepRequest.Withdraw> context) {
    if (!context.ledger().exists()) {
      context.run().window = CompatibilityWindow.EMPTY;
      return;
    }
    context.begin();
    var row = rowOrRefuse(context);
    context.guard().take(context.ledger(), row);
    context.ledger().unclaim();
    context.session().commit();
    context.run().window = row.window().withClaim(null);
  }

  private static WindowRow rowOrRefuse(StepContext<?> context) {
    var row = context.ledger().exists() ? context.ledger().row(true) : null;
    if (row == null) {
      throw new RefusedException(
          Reason.CLAIM_LOST,
          "the database has no window",
          "An expand step creates it; the claim is retried.");
    }
    return row;
  }
}
