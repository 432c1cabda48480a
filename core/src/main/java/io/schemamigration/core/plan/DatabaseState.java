package io.schemamigration.core.plan;

import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is: all that a plan depends on apart from the files and the request.
 *
 * @param history oldest first
 * @param row the window row; null where there is none
 */
public record DatabaseState(List<AppliedMigration> history, @Nullable Row row) {
  /** Makes the list safe to share. */
  public DatabaseState {
    history = List.copyOf(history);
  }

  /**
   * The window row.
   *
   * @param announced the versions at or below maximum that aren't applied
   * @param owned whether it names an owner
   */
  public record Row(CompatibilityWindow window, Set<Version> announced, boolean owned) {
    /** Makes the set safe to share. */
    public Row {
      announced = Set.copyOf(announced);
    }
  }

  /** The window; the empty one where there is no row. */
  public CompatibilityWindow window() {
    return row == null ? CompatibilityWindow.EMPTY : row.window();
  }

  /** Whether nothing was ever applied. */
  public boolean isNew() {
    return row == null && history.isEmpty();
  }

  /** The versions of a source that aren't applied, neither by themselves nor below a baseline. */
  public Set<Version> open(MigrationSource source) {
    var applied = AppliedVersions.of(history);
    var open = new HashSet<Version>();
    for (var migration : source.migrations()) {
      if (!applied.has(migration.version())) {
        open.add(migration.version());
      }
    }
    return open;
  }

  /**
   * Where it is once a plan has been carried out.
   *
   * @param byOwner whether the run names an owner, whose the database is then if it was nobody's
   */
  public DatabaseState after(Plan.Apply plan, boolean byOwner) {
    var minimum = row == null ? plan.after().minimum() : row.window().minimum();
    var done = new HashSet<Version>();
    for (var migration : plan.toApply()) {
      done.add(migration.version());
      if (migration.phase() != Phase.EXPAND) {
        minimum = Version.max(minimum, migration.version());
      }
    }
    var later = new ArrayList<AppliedMigration>();
    for (var past : history) {
      boolean completes = past.status() == HistoryStatus.RUNNING && done.contains(past.version());
      if (!completes) {
        later.add(past);
      }
    }
    plan.toApply().forEach(m -> later.add(AppliedMigration.completed(m)));
    var maximum = Version.max(plan.after().maximum(), minimum);
    var announced = new HashSet<Version>();
    for (var pending : plan.remaining()) {
      if (!pending.version().isAbove(maximum)) {
        announced.add(pending.version());
      }
    }
    var window = new CompatibilityWindow(minimum, maximum, window().claim());
    return new DatabaseState(
        later, new Row(window, announced, byOwner || (row != null && row.owned())));
  }
}
