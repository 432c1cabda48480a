package io.schemamigration.runner.step;

import io.schemamigration.core.plan.Mode;
import io.schemamigration.core.plan.Plan;
import io.schemamigration.core.plan.PlanRequest;
import io.schemamigration.core.plan.UpToDate;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Problem;
import io.schemamigration.core.source.Repeatable;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.apply.Applier;
import io.schemamigration.runner.apply.Repeater;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.ledger.Ledger;
import io.schemamigration.runner.db.ledger.Snapshot;
import io.schemamigration.runner.db.ledger.WindowRow;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.run.AppliedHistory;
import io.schemamigration.runner.run.HistoryMetadata;
import io.schemamigration.runner.run.Progress;
import io.schemamigration.runner.run.RunState;
import io.schemamigration.runner.run.Source;
import io.schemamigration.runner.run.StepRequest;
import io.schemamigration.runner.run.WindowGuard;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Applies what may be applied now: by the operator, everything old code survives; on a first
 * install and by hand, everything. Run again, it finds nothing to do and reports where the database
 * is.
 */
public final class ExpandStep {
  private final Session session;
  private final Ledger ledger;
  private final StepRequest request;
  private final Source files;
  private final RunState run;
  private final WindowGuard entry;
  private final Progress progress;

  public ExpandStep(
      Session session, StepRequest request, Source files, RunState run, Progress progress) {
    this.session = session;
    this.ledger = new Ledger(session);
    this.request = request;
    this.files = files;
    this.run = run;
    this.entry = new WindowGuard(request, run);
    this.progress = progress;
  }

  public void execute() {
    if (nothingToDo()) {
      return;
    }
    boolean taken = request.token() != null && takeFirst();
    session.lock(progress::tell, () -> taken && entry.stillHolds(ledger));
    boolean more = true;
    while (more) {
      more = stage();
    }
  }

  /**
   * Whether one look tells that nothing is to be applied and nothing in the row would change; then
   * no lock is asked for. A step of the operator's puts its token into the row all the same.
   */
  private boolean nothingToDo() {
    boolean asksForMore =
        request.token() != null
            || request.owner() != null
            || request.grantTo() != null
            || request.wanted() != null;
    var inventory = files.inventory();
    if (asksForMore || inventory == null) {
      return false;
    }
    var look = Snapshot.at(session);
    if (look == null || look.row().claimFirm() || !inventory.digest().equals(look.digest())) {
      return false;
    }
    for (var file : inventory.repeatables()) {
      if (!file.checksum().equals(look.repeated().get(file.name()))) {
        return false;
      }
    }
    var row = look.row();
    var past = new AppliedHistory(look.history());
    if (!UpToDate.holds(inventory.items(), past.migrations(), row.window(), row.pending())) {
      return false;
    }
    past.settle(run);
    run.planned(new Plan.Apply(List.of(), List.of(), null, row.window()));
    run.window = row.window();
    run.number = row.number();
    return true;
  }

  /**
   * The token goes into the row before the lock is waited for: whoever holds the lock has been
   * given up.
   */
  private boolean takeFirst() {
    if (!ledger.exists()) {
      return false;
    }
    session.begin(progress::tell);
    var row = ledger.row(true);
    if (row != null) {
      entry.take(ledger, row);
    }
    session.commit();
    return row != null;
  }

  /**
   * Plans, takes the row, applies; true when that was a part only, such as the rest of an
   * interrupted first install, and the next stage tells about more.
   */
  private boolean stage() {
    session.begin(progress::tell);
    boolean there = ledger.exists();
    var row = there ? ledger.row(true) : null;
    var past = new AppliedHistory(there || ledger.hasHistory() ? ledger.history() : List.of());
    if (row == null && past.isEmpty() && ledger.othersExist()) {
      throw WindowGuard.withoutHistory();
    }
    if (row != null) {
      entry.take(ledger, row);
    }
    past.settle(run);
    files.settled(past);
    boolean unfinished = row != null && unfinished(row, past);
    var mode = mode(row, past, unfinished);
    var plan =
        plan(
            row,
            past,
            mode,
            unfinished ? lastClosed(Objects.requireNonNull(row)) : request.wanted());
    var changed =
        unfinished || files.migrations().repeatables().isEmpty()
            ? List.<Repeatable>of()
            : repeater().changed(files.migrations(), plan, mode, there || !past.isEmpty());
    if (prepared(plan, changed)) {
      return true;
    }
    var window = enter(row, plan);
    session.commit();
    run.window = window;
    apply(plan, past);
    if (!changed.isEmpty()) {
      repeater().run(changed);
    }
    return unfinished || stopsShort(mode, plan);
  }

  /**
   * By hand no gate holds back the code that needs the rest: the next stage refuses it aloud. The
   * operator and its hook report it as pending.
   */
  private static boolean stopsShort(Mode mode, Plan.Apply plan) {
    var blocked = plan.blocked();
    return mode == Mode.EXPAND_ONLY && blocked != null && blocked.needsApproval();
  }

  private Repeater repeater() {
    return new Repeater(session, entry, run, new HistoryMetadata(request, run), progress);
  }

  /** Whether something had to be done before the first change, so that it is planned again. */
  private boolean prepared(Plan.Apply plan, List<Repeatable> changed) {
    if (plan.toApply().isEmpty()) {
      return !changed.isEmpty() && run.prepared(session, plan.after().maximum());
    }
    return run.prepared(session, plan.toApply().getFirst().version());
  }

  /** What is at or below the minimum runs without a claim: no code that predates it may start. */
  private boolean unfinished(WindowRow row, AppliedHistory past) {
    for (var migration : files.migrations().migrations()) {
      boolean closed = !migration.version().isAbove(row.window().minimum());
      if (closed && migration.phase() != Phase.EXPAND && !past.has(migration)) {
        return true;
      }
    }
    return false;
  }

  /** The minimum itself may name a file that is gone by now. */
  private Version lastClosed(WindowRow row) {
    var last = Version.NONE;
    for (var migration : files.migrations().migrations()) {
      if (!migration.version().isAbove(row.window().minimum())) {
        last = migration.version();
      }
    }
    return last;
  }

  private Mode mode(@Nullable WindowRow row, AppliedHistory past, boolean unfinished) {
    boolean first = row == null && past.isEmpty();
    if (unfinished || (first && request.firstInstall())) {
      return Mode.FIRST_INSTALL;
    }
    if (request.token() != null) {
      return Mode.GATED;
    }
    boolean owned = row != null && row.owner() != null && request.override() == null;
    if (!request.expandOnly() && !owned) {
      return Mode.BY_HAND;
    }
    return request.owner() == null ? Mode.EXPAND_ONLY : Mode.GATED;
  }

  private PlanRequest planRequest(
      @Nullable WindowRow row, AppliedHistory past, Mode mode, @Nullable Version wanted) {
    return new PlanRequest(
        files.migrations(),
        past.migrations(),
        row == null ? CompatibilityWindow.EMPTY : row.window(),
        row == null ? null : row.pending(),
        wanted,
        mode,
        request.outOfOrder());
  }

  /** No switch over the two: it would take a start longer than all else here (JDK 25). */
  private Plan.Apply plan(
      @Nullable WindowRow row, AppliedHistory past, Mode mode, @Nullable Version wanted) {
    var unreadable = mode.everyPhase() ? List.<Problem>of() : files.unreadable(wanted);
    if (!unreadable.isEmpty()) {
      throw RefusedException.of(Reason.INVALID_MIGRATIONS, unreadable);
    }
    var plan = files.plan(planRequest(row, past, mode, wanted));
    if (plan instanceof Plan.Refused(var reason, var problems)) {
      throw RefusedException.of(reason, problems);
    }
    return (Plan.Apply) plan;
  }

  /**
   * A first install's row is born with its final minimum: old code that comes meanwhile finds the
   * door closed. A row that was lost comes back with the minimum that the history tells.
   */
  private CompatibilityWindow enter(@Nullable WindowRow row, Plan.Apply plan) {
    var before = row == null ? CompatibilityWindow.EMPTY : row.window();
    var minimum = row == null ? plan.after().minimum() : before.minimum();
    if (row == null) {
      ledger.create();
      var token = entry.token(null);
      ledger.born(token, new CompatibilityWindow(minimum, Version.NONE, null), request.owner());
      run.number = token.number();
    }
    if (request.grantTo() != null) {
      ledger.grant(request.grantTo());
    }
    run.planned(plan);
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

  private void apply(Plan.Apply plan, AppliedHistory past) {
    var applier =
        new Applier(
            session,
            entry,
            run,
            files.migrations(),
            past.done(files.migrations(), plan),
            new HistoryMetadata(request, run),
            progress);
    for (var migration : plan.toApply()) {
      applier.apply(migration, past.reached(migration.version()));
    }
  }
}
