package io.schemamigration.runner.run;

import io.schemamigration.core.plan.AppliedMigration;
import io.schemamigration.core.plan.DatabaseState;
import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.plan.Plan;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.ledger.HistoryRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The history as it was read.
 *
 * @param rows in its order
 */
public record AppliedHistory(List<HistoryRow> rows) {
  /** As the planner asks for it. */
  public List<AppliedMigration> migrations() {
    var migrations = new ArrayList<AppliedMigration>();
    for (var row : rows) {
      migrations.add(row.migration());
    }
    return migrations;
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The versions of a source that don't exist. */
  public Set<Version> open(MigrationSource source) {
    return new DatabaseState(migrations(), null).open(source);
  }

  /** Says to the run which migrations exist whose COMMIT had no answer, or wasn't waited for. */
  public void settle(RunState run) {
    var there = new ArrayList<Version>();
    if (!run.inFlight.isEmpty()) {
      for (var row : rows) {
        var version = row.migration().version();
        if (row.is(s -> s == HistoryStatus.COMPLETED) && run.inFlight.contains(version)) {
          there.add(version);
        }
      }
    }
    run.settle(there);
    run.inFlight.clear();
  }

  /** What a migration was applied as; null where nobody knows, or where it was another file. */
  public @Nullable Phase phase(Migration migration) {
    for (var row : rows) {
      var past = row.migration();
      var checksum = past.fileChecksum();
      if (past.version().equals(migration.version())
          && past.status() == HistoryStatus.COMPLETED
          && checksum != null
          && migration.isText(checksum)) {
        return past.phase();
      }
    }
    return null;
  }

  /** The source in which these have the phases that they were applied with, where it is known. */
  public MigrationSource withPhases(MigrationSource source, List<Migration> applied) {
    var phases = new HashMap<Version, Phase>();
    for (var migration : applied) {
      var phase = phase(migration);
      if (phase != null) {
        phases.put(migration.version(), phase);
      }
    }
    var migrations = new ArrayList<Migration>();
    for (var migration : source.migrations()) {
      var phase = phases.get(migration.version());
      migrations.add(phase == null ? migration : migration.judged(phase, null, null));
    }
    return new MigrationSource(migrations, source.repeatables(), source.digest());
  }

  /** What is applied before the plan is carried out: of the history, and of the source. */
  public Set<Version> done(MigrationSource source, Plan.Apply plan) {
    var open = new HashSet<Version>();
    plan.toApply().forEach(m -> open.add(m.version()));
    plan.remaining().forEach(p -> open.add(p.version()));
    var done = new HashSet<Version>();
    for (var row : rows) {
      if (row.is(HistoryStatus::applied)) {
        done.add(row.migration().version());
      }
    }
    for (var migration : source.migrations()) {
      if (!open.contains(migration.version())) {
        done.add(migration.version());
      }
    }
    return done;
  }

  /**
   * How far an interrupted migration outside of a transaction has come, or null when it wasn't
   * begun.
   */
  public @Nullable Integer reached(Version version) {
    for (var row : rows) {
      if (row.migration().version().equals(version) && row.is(s -> s == HistoryStatus.RUNNING)) {
        return row.statement();
      }
    }
    return null;
  }
}
