package io.schemamigration.runner.step;

import io.schemamigration.core.plan.Plan;
import io.schemamigration.core.report.LostHistory;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.ledger.WindowRow;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.foresee.Standing;
import io.schemamigration.runner.run.Source;
import io.schemamigration.runner.run.StepRequest;
import org.jspecify.annotations.Nullable;

/** How an expand step comes into the window row: with its token, or by making the row. */
final class WindowEntry {
  private final StepContext<? extends StepRequest.Expand> context;
  private final Source files;

  WindowEntry(StepContext<? extends StepRequest.Expand> context, Source files) {
    this.context = context;
    this.files = files;
  }

  /**
   * The token goes into the row before the lock is waited for: anyone who holds the lock has been
   * given up.
   */
  boolean takeFirst() {
    var ledger = context.ledger();
    if (!ledger.exists()) {
      return false;
    }
    context.begin();
    var row = ledger.row(true);
    if (row != null) {
      refuseLost(row.window().minimum());
      context.guard().take(ledger, row);
    }
    context.session().commit();
    return row != null;
  }

  /**
   * Refuses a database that isn't the one it was: nothing of it may be applied again.
   *
   * @param standing as it is now
   */
  void refuseLost(Standing standing) {
    var row = standing.row();
    if (row != null) {
      refuseLost(row.window().minimum());
    } else if (standing.history().isEmpty()) {
      refuseLost((Version) null);
    }
  }

  private void refuseLost(@Nullable Version minimum) {
    var lost = LostHistory.between(context.request().knownMinimum(), minimum);
    if (lost != null) {
      throw new RefusedException(lost.failure(String.valueOf(context.request().owner())));
    }
  }

  /**
   * A first install's row is born with its final minimum: old code that comes meanwhile finds the
   * door closed. A row that was lost comes back with the minimum that the history shows.
   */
  CompatibilityWindow enter(@Nullable WindowRow row, Plan.Apply plan) {
    var ledger = context.ledger();
    var request = context.request();
    var before = row == null ? CompatibilityWindow.EMPTY : row.window();
    var minimum = row == null ? plan.after().minimum() : before.minimum();
    if (row == null) {
      refuseLost(minimum);
      ledger.create();
      var token = context.guard().token(null);
      ledger.born(token, new CompatibilityWindow(minimum, Version.NONE, null), request.owner());
      context.run().number = token.number();
    }
    if (request.grantTo() != null) {
      ledger.grant(request.grantTo());
    }
    context.run().planned(plan);
    var maximum = plan.toApply().isEmpty() ? plan.after().maximum() : before.maximum();
    if (plan.toApply().isEmpty()) {
      ledger.move(
          minimum,
          maximum,
          plan.remaining().stream().map(p -> p.version()).toList(),
          files.digest());
    }
    return new CompatibilityWindow(minimum, maximum, before.claim());
  }
}
