package io.schemamigration.core.plan;

import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run plans next. Most runs have one stage; one that completes an interrupted run, or that
 * stops short of what it was asked for, plans again after it.
 *
 * @param request for the planner
 * @param rest whether it completes what an interrupted run has closed the window to
 */
public record Stage(PlanRequest request, boolean rest) {
  /** The next stage of a run of these files at that database. */
  public static Stage next(RunIntent intent, MigrationSource source, DatabaseState state) {
    boolean rest = isUnfinished(source, state);
    return new Stage(
        new PlanRequest(
            source,
            state.history(),
            state.window(),
            state.row() == null ? null : state.row().announced(),
            rest ? lastClosed(source, state.window()) : intent.wanted(),
            mode(intent, state, rest),
            intent.outOfOrder()),
        rest);
  }

  /** With whose permission it runs. */
  public Mode mode() {
    return request.mode();
  }

  /** The upper bound of what may be applied; null for the highest. */
  public @Nullable Version wanted() {
    return request.wanted();
  }

  /**
   * Whether the run plans again once this is applied. By hand no gate holds back the code that
   * needs the rest: the next stage refuses it. The operator and its hook report it as pending.
   */
  public boolean isFollowed(Plan.Apply plan) {
    var blocked = plan.blocked();
    boolean stopsShort = mode() == Mode.EXPAND_ONLY && blocked != null && blocked.needsApproval();
    return rest || stopsShort;
  }

  private static Mode mode(RunIntent intent, DatabaseState state, boolean rest) {
    if (rest || (state.isNew() && intent.firstInstall())) {
      return Mode.FIRST_INSTALL;
    }
    if (intent.gated()) {
      return Mode.GATED;
    }
    var row = state.row();
    boolean guarded = row != null && row.owned() && !intent.overrides();
    if (!intent.expandOnly() && !guarded) {
      return Mode.BY_HAND;
    }
    return intent.byOwner() ? Mode.GATED : Mode.EXPAND_ONLY;
  }

  /** What is at or below the minimum runs without a claim: no code that predates it may start. */
  private static boolean isUnfinished(MigrationSource source, DatabaseState state) {
    var row = state.row();
    if (row == null) {
      return false;
    }
    var minimum = row.window().minimum();
    Set<Version> open = null;
    for (var migration : source.migrations()) {
      if (!migration.version().isAbove(minimum) && migration.phase() != Phase.EXPAND) {
        open = open == null ? state.open(source) : open;
        if (open.contains(migration.version())) {
          return true;
        }
      }
    }
    return false;
  }

  /** The minimum itself may name a file that is gone by now. */
  private static Version lastClosed(MigrationSource source, CompatibilityWindow window) {
    var last = Version.NONE;
    for (var migration : source.migrations()) {
      if (!migration.version().isAbove(window.minimum())) {
        last = migration.version();
      }
    }
    return last;
  }
}
