package io.schemamigration.runner.step;

import io.schemamigration.core.plan.Mode;
import io.schemamigration.core.plan.Plan;
import io.schemamigration.core.plan.PlanRequest;
import io.schemamigration.core.plan.Planner;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.ledger.Ledger;
import io.schemamigration.runner.db.ledger.Token;
import io.schemamigration.runner.db.ledger.WindowRow;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.run.AppliedHistory;
import io.schemamigration.runner.run.RunState;
import io.schemamigration.runner.run.Source;
import io.schemamigration.runner.run.StepRequest;
import io.schemamigration.runner.run.WindowGuard;
import java.util.Objects;

/**
 * Applies the contract migrations that a claim announced, and what is offline or undecided where a
 * person has approved these files; first makes that claim firm, so that it doesn't expire.
 */
final class ContractStep {
  private final StepContext<StepRequest.Contract> context;
  private final Session session;
  private final Ledger ledger;
  private final StepRequest.Contract request;
  private final Source files;
  private final RunState run;
  private final WindowGuard entry;

  ContractStep(StepContext<StepRequest.Contract> context, Source files) {
    this.context = context;
    this.session = context.session();
    this.ledger = context.ledger();
    this.request = context.request();
    this.files = files;
    this.run = context.run();
    this.entry = context.guard();
  }

  void execute() {
    var claim = request.claim();
    firm(claim);
    session.lock(context.progress()::tell, context::supersedes);
    files.lookAt(session);
    run.prepared(session, claim);
    context.begin();
    var row = entry.holds(ledger);
    var past = new AppliedHistory(ledger.history());
    past.settle(run);
    var open = past.open(files.migrations());
    if (files.isToBeJudged(open)) {
      session.rollback();
      files.settled(open);
      context.begin();
      row = entry.holds(ledger);
    }
    var source = files.settled(open);
    var plan = plan(claim, row, past, source);
    session.commit();
    run.planned(plan);
    run.window = row.window();
    context.apply(source, plan, past);
    release();
  }

  private void firm(Version claim) {
    context.begin();
    var row = ledger.exists() ? ledger.row(true) : null;
    if (row == null) {
      throw lost(claim);
    }
    run.number = row.number();
    entry.checkOwner(row);
    var standing = entry.token(row).standing(row);
    if (standing == Token.Standing.SUPERSEDED) {
      throw entry.superseded(row);
    }
    boolean claimed = Objects.equals(claim, row.window().claim()) && row.claimAlive();
    boolean again = standing == Token.Standing.HOLDS && claimed && row.claimFirm();
    if (!again) {
      if (standing != Token.Standing.MAY_TAKE || !claimed || !row.id().equals(request.claimId())) {
        throw lost(claim);
      }
      entry.take(ledger, row);
      ledger.firm();
    }
    session.commit();
    run.number = entry.token(row).number();
  }

  private RefusedException lost(Version claim) {
    return new RefusedException(
        Reason.CLAIM_LOST,
        "the claim of contract " + claim + " is gone, has expired, or belongs to another step",
        "It will be claimed again.");
  }

  private Plan.Apply plan(
      Version claim, WindowRow row, AppliedHistory past, MigrationSource source) {
    var plan =
        Planner.planContract(
            new PlanRequest(
                source,
                past.migrations(),
                row.window(),
                row.pending(),
                claim,
                Mode.GATED,
                request.outOfOrder()),
            approved());
    return switch (plan) {
      case Plan.Apply apply -> apply;
      case Plan.Refused(var reason, var problems) -> throw RefusedException.of(reason, problems);
    };
  }

  /** A yes is a yes to the files that were seen; to any others there is none. */
  private boolean approved() {
    return files.digest().equals(request.approve());
  }

  private void release() {
    context.begin();
    var row = entry.holds(ledger);
    ledger.unclaim();
    session.commit();
    run.window = row.window().withClaim(null);
  }
}
