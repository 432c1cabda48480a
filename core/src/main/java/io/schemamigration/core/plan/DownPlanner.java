package io.schemamigration.core.plan;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.Problem;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.words.ConcurrentIndex;
import io.schemamigration.core.sql.words.StatementKind;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides which migrations are rolled back, the highest first. All of them can be, or none is:
 * going back stops nowhere in between because a later file lacks its down part.
 */
public final class DownPlanner {
  private static final String BY_HAND = "or undo it by hand and say so: migrate mark-rolled-back ";

  private final MigrationSource source;
  private final List<AppliedMigration> history;
  private final Dialect dialect;
  private final List<Problem> problems = new ArrayList<>();
  private @Nullable Reason reason;

  private DownPlanner(MigrationSource source, List<AppliedMigration> history, Dialect dialect) {
    this.source = source;
    this.history = history;
    this.dialect = dialect;
  }

  /** Plans the way back. */
  public static DownPlan plan(
      MigrationSource source, List<AppliedMigration> history, DownTarget target, Dialect dialect) {
    return new DownPlanner(source, history, dialect).plan(target);
  }

  /**
   * The window once a migration is rolled back: {@link CompatibilityWindow#takenBack}.
   *
   * @param left the history without what is rolled back
   */
  public static CompatibilityWindow windowAfter(
      CompatibilityWindow before,
      MigrationSource source,
      List<AppliedMigration> left,
      Version takenBack) {
    var reliable = Planner.maximumAfter(source, known(source, left).appliedWith(List.of()));
    return before.takenBack(takenBack, Planner.minimumAfter(left), reliable);
  }

  /** The versions of the source that aren't applied by that history, in order. */
  public static List<Migration> pending(MigrationSource source, List<AppliedMigration> history) {
    return known(source, history).pending();
  }

  private static PlanFacts known(MigrationSource source, List<AppliedMigration> history) {
    return new PlanFacts(
        new PlanRequest(
            source, history, CompatibilityWindow.EMPTY, null, null, Mode.BY_HAND, false));
  }

  private DownPlan plan(DownTarget target) {
    var applied = new TreeMap<Version, AppliedMigration>();
    for (var row : history) {
      if (row.status() == HistoryStatus.RUNNING) {
        refuse(
            Reason.VERSION_UNREACHABLE,
            null,
            "migration " + row.version() + " is partly applied",
            "complete it first: migrate up");
      } else if (row.status().applied()) {
        applied.put(row.version(), row);
      }
    }
    var migrations = new ArrayList<Migration>();
    for (var row : chosen(target, applied)) {
      var migration = source.find(row.version());
      check(row, migration);
      if (migration != null) {
        migrations.add(migration);
      }
    }
    return reason == null
        ? new DownPlan.TakeBack(migrations)
        : new DownPlan.Refused(reason, problems);
  }

  private List<AppliedMigration> chosen(
      DownTarget target, NavigableMap<Version, AppliedMigration> applied) {
    return switch (target) {
      case DownTarget.To(var version) -> {
        if (!version.equals(Version.NONE) && !known(source, history).names(version)) {
          refuse(
              Reason.VERSION_UNKNOWN,
              null,
              "there is no migration of version " + version,
              "name one that migrate status shows, or 0 for all");
        }
        yield List.copyOf(applied.tailMap(version, false).descendingMap().values());
      }
      case DownTarget.Steps(var count) ->
          applied.descendingMap().values().stream().limit(count).toList();
    };
  }

  private void check(AppliedMigration row, @Nullable Migration migration) {
    var version = row.version();
    var checksum = row.fileChecksum();
    if (row.coversBelow()) {
      refuse(
          Reason.VERSION_UNREACHABLE,
          migration,
          "version " + version + " is a baseline: what it stands for existed before the history",
          "go back to " + version + " at most");
    } else if (migration == null) {
      refuse(
          Reason.SOURCE_MISSING,
          null,
          "the file of version " + version + " is gone, and its down part with it",
          "bring the file back, " + BY_HAND + version);
    } else if (checksum != null && !migration.isText(checksum)) {
      refuse(
          Reason.CHECKSUM_MISMATCH,
          migration,
          "the file was edited after it was applied: its down part may not be the right one",
          "restore the file, or accept it as it is: migrate repair --accept-checksum "
              + version
              + " --reason WHY");
    } else if (Boolean.FALSE.equals(migration.metadata().reversible())) {
      refuse(
          Reason.VERSION_UNREACHABLE,
          migration,
          "its author says that it can't be rolled back (reversible: false)",
          "fix it forward with a new migration, " + BY_HAND + version);
    } else if (migration.down().isEmpty()) {
      refuse(
          Reason.VERSION_UNREACHABLE,
          migration,
          "it has no down part",
          "write one (a down.sql beside up.sql, or a section -- Down), " + BY_HAND + version);
    } else {
      checkTransactional(migration);
    }
  }

  private void checkTransactional(Migration migration) {
    for (var own : OwnTables.written(migration.downFile(), migration.down())) {
      reason = reason == null ? Reason.INVALID_MIGRATIONS : reason;
      problems.add(own);
    }
    for (var statement : migration.down()) {
      if (!StatementKind.transactional(dialect, statement) && !dropsIndex(statement)) {
        refuse(
            Reason.VERSION_UNREACHABLE,
            migration,
            "a statement of its down part can't run in a transaction: "
                + firstLine(statement.sql()),
            "leave it out, " + BY_HAND + migration.version());
      }
    }
  }

  /** Such a drop is over at once, and is run without CONCURRENTLY. */
  private boolean dropsIndex(Statement statement) {
    return dialect == Dialect.POSTGRESQL && ConcurrentIndex.drops(statement);
  }

  private static String firstLine(String sql) {
    int end = sql.indexOf('\n');
    return end < 0 ? sql : sql.substring(0, end);
  }

  private void refuse(Reason why, @Nullable Migration where, String message, String hint) {
    reason = reason == null ? why : reason;
    problems.add(new Problem(where == null ? null : where.file(), null, message, hint));
  }
}
