package io.schemamigration.runner.step;

import io.schemamigration.core.plan.Plan;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.runner.apply.Repeater;
import io.schemamigration.runner.db.ledger.Snapshot;
import io.schemamigration.runner.end.PassingException;
import io.schemamigration.runner.foresee.NothingToDo;
import io.schemamigration.runner.foresee.PlannedStage;
import io.schemamigration.runner.foresee.StagePlanner;
import io.schemamigration.runner.foresee.Standing;
import io.schemamigration.runner.run.AppliedHistory;
import io.schemamigration.runner.run.RunState;
import io.schemamigration.runner.run.Source;
import io.schemamigration.runner.run.StepRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Applies what may be applied now: by the operator, everything old code survives; on a first
 * install and by hand, everything. Run again, it finds nothing to do and reports where the database
 * is.
 */
public final class ExpandStep {
  private final StepContext<? extends StepRequest.Expand> context;
  private final Source files;
  private final RunState run;
  private final StagePlanner planner;
  private final WindowEntry entry;
  private boolean judging;

  public ExpandStep(StepContext<? extends StepRequest.Expand> context, Source files) {
    this.context = context;
    this.files = files;
    this.run = context.run();
    this.planner = new StagePlanner(context.request(), files);
    this.entry = new WindowEntry(context, files);
  }

  public void execute() {
    if (nothingToDo()) {
      return;
    }
    boolean taken = context.request().token() != null && entry.takeFirst();
    context.session().lock(context.progress()::tell, () -> taken && context.supersedes());
    files.lookAt(context.session());
    files.judge().beforeJudging(this::outside);
    try {
      boolean more = true;
      while (more) {
        more = stage();
      }
    } finally {
      files.judge().beforeJudging(() -> {});
    }
  }

  /** No transaction waits while statements are looked at; it is planned again afterwards. */
  private void outside() {
    context.session().rollback();
    judging = true;
  }

  /** Whether one look shows that; then no lock is asked for. */
  private boolean nothingToDo() {
    var look = look();
    if (look == null) {
      return false;
    }
    new AppliedHistory(look.history()).settle(run);
    var row = look.row();
    run.planned(new Plan.Apply(List.of(), List.of(), null, row.window()));
    run.window = row.window();
    run.number = row.number();
    return true;
  }

  /** A large write keeps readers out, too; the run then waits as for any other lock. */
  private @Nullable Snapshot look() {
    try {
      return NothingToDo.at(context.session(), context.request(), files);
    } catch (PassingException e) {
      if (context.session().dialect() == Dialect.SQLITE && !e.connectionLost()) {
        return null;
      }
      throw e;
    }
  }

  /**
   * Plans, takes the row, applies; true when that was a part only, such as the rest of an
   * interrupted first install, and the next stage shows what is left.
   */
  private boolean stage() {
    context.begin();
    var standing = Standing.of(context.session(), true);
    entry.refuseLost(standing);
    if (standing.row() != null) {
      context.guard().take(context.ledger(), standing.row());
    }
    var past = standing.past();
    past.settle(run);
    judging = false;
    var planned = planner.next(standing);
    boolean told = told(standing, planned);
    boolean prepared = prepared(planned);
    if (judging || told || prepared) { // all of it at once: each time costs a look at the database
      return true;
    }
    var window = entry.enter(standing.row(), planned.plan());
    context.session().commit();
    run.window = window;
    context.apply(files.migrations(), planned.plan(), past);
    if (!planned.repeatables().isEmpty()) {
      new Repeater(context.session(), context.guard(), run, context.metadata(), context.progress())
          .run(planned.repeatables());
    }
    return planned.isFollowed();
  }

  /** Whether a person had to hear what breaks; never where there is no code yet. */
  private boolean told(Standing standing, PlannedStage planned) {
    if (run.beforeBreaking != null && !inUse(standing)) {
      run.beforeBreaking = null;
    }
    return run.told(context.session(), planned.plan());
  }

  private boolean inUse(Standing standing) {
    if (standing.row() == null) {
      return false;
    }
    for (var past : standing.history()) {
      if (past.migration().status().applied()) {
        return true;
      }
    }
    return context.ledger().othersExist();
  }

  /** Whether something had to be done before the first change, so that it is planned again. */
  private boolean prepared(PlannedStage planned) {
    if (planned.isEmpty()) {
      return false;
    }
    var plan = planned.plan();
    return run.prepared(
        context.session(),
        plan.toApply().isEmpty() ? plan.after().maximum() : plan.toApply().getFirst().version());
  }
}
