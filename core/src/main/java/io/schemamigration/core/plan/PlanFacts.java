package io.schemamigration.core.plan;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the history and the row say, as the planner asks for it. */
final class PlanFacts {
  private final PlanRequest request;
  private final Set<Version> applied = new HashSet<>();
  private final Set<Version> failed = new HashSet<>();
  private final Map<Version, AppliedMigration> rows = new HashMap<>();
  private Version highestApplied = Version.NONE;
  private final AppliedVersions all;
  private Version reached;

  PlanFacts(PlanRequest request) {
    this.request = request;
    reached = request.window().maximum();
    for (var row : request.history()) {
      if (row.status() == HistoryStatus.FAILED) {
        failed.add(row.version());
        continue;
      }
      reached = Version.max(reached, row.version());
      var other = rows.get(row.version());
      if (other == null || !counts(other)) {
        rows.put(row.version(), row);
      }
      if (row.status().applied()) {
        applied.add(row.version());
        highestApplied = Version.max(highestApplied, row.version());
      }
    }
    all = AppliedVersions.of(request.history());
    for (var migration : request.source().migrations()) {
      if (all.has(migration.version())) {
        applied.add(migration.version());
      }
    }
  }

  /** The row that counts for this version, or null: one that failed doesn't. */
  @Nullable AppliedMigration row(Version version) {
    return rows.get(version);
  }

  boolean isApplied(Version version) {
    return applied.contains(version);
  }

  /** Whether it is applied, by itself or below a baseline, whether or not there is a file. */
  boolean covers(Version version) {
    return all.has(version);
  }

  Version highestApplied() {
    return highestApplied;
  }

  /** The highest version that code may have been built for: applied once, or within the window. */
  Version reached() {
    return reached;
  }

  /** What of the source is not applied, in order. */
  List<Migration> pending() {
    var pending = new ArrayList<Migration>();
    for (var migration : request.source().migrations()) {
      if (!isApplied(migration.version())) {
        pending.add(migration);
      }
    }
    return pending;
  }

  /** What is applied once these are. */
  Set<Version> appliedWith(List<Migration> more) {
    var all = new HashSet<>(applied);
    for (var migration : more) {
      all.add(migration.version());
    }
    return all;
  }

  /** Whether the version was ever in the database, or is in the source. */
  boolean names(Version version) {
    return isApplied(version)
        || rows.containsKey(version)
        || request.source().find(version) != null;
  }

  /**
   * Whether code may exist that was built above this migration without knowing it: the file came
   * after versions beyond it had been reached.
   */
  boolean isLate(Migration migration) {
    var version = migration.version();
    if (!version.isBelow(reached) && !version.equals(request.window().maximum())) {
      return false;
    }
    if (rows.containsKey(version)) {
      return false;
    }
    // one outside of a transaction raised the window before it failed: code at it knows it
    if (failed.contains(version) && version.equals(request.window().maximum())) {
      return false;
    }
    var announced = request.announced();
    boolean wasThere = announced == null || announced.contains(version) || failed.contains(version);
    return migration.phase() != Phase.CONTRACT || !wasThere;
  }

  private static boolean counts(AppliedMigration row) {
    return row.status().applied() || row.status() == HistoryStatus.RUNNING;
  }
}
