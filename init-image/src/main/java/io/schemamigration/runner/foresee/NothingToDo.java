package io.schemamigration.runner.foresee;

import io.schemamigration.core.plan.UpToDate;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.ledger.Snapshot;
import io.schemamigration.runner.run.AppliedHistory;
import io.schemamigration.runner.run.Source;
import io.schemamigration.runner.run.StepRequest;
import org.jspecify.annotations.Nullable;

/**
 * Shows by one query that a run would change nothing, where that is beyond doubt; then nobody has
 * to read the files' SQL, plan, or wait for a lock.
 */
public final class NothingToDo {
  private NothingToDo() {}

  /**
   * Where the database is; null where there may be something to do. A step of the operator's puts
   * its token into the row all the same, and so has always something to do.
   */
  public static @Nullable Snapshot at(Session session, StepRequest.Expand request, Source files) {
    boolean asksForMore =
        request.token() != null
            || request.owner() != null
            || request.grantTo() != null
            || request.intent().wanted() != null;
    var inventory = files.inventory();
    if (asksForMore || inventory == null) {
      return null;
    }
    var look = Snapshot.at(session);
    if (look == null || look.row().claimFirm() || !inventory.digest().equals(look.digest())) {
      return null;
    }
    for (var file : inventory.repeatables()) {
      if (!file.checksum().equals(look.repeated().get(file.name()))) {
        return null;
      }
    }
    var row = look.row();
    var past = new AppliedHistory(look.history()).migrations();
    return UpToDate.holds(inventory.items(), past, row.window(), row.pending()) ? look : null;
  }
}
