package io.schemamigration.core.plan;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.Problem;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import java.util.ArrayList;
import java.util.List;

/** What is in a plan's way, in words for a person. */
final class Refusals {
  private static final String APPROVE =
      " approve it: the condition of its SchemaMigration has the command (without one: migrate up)";

  private Refusals() {}

  static List<Problem> edited(MigrationSource source, PlanFacts known) {
    var problems = new ArrayList<Problem>();
    for (var migration : source.migrations()) {
      var row = known.row(migration.version());
      var expected =
          row == null || row.status() == HistoryStatus.ROLLED_BACK ? null : row.fileChecksum();
      if (expected != null && !migration.isText(expected)) {
        problems.add(
            new Problem(
                migration.file(),
                null,
                "the file was edited after it was applied: the history has checksum "
                    + expected
                    + ", the file "
                    + migration.checksum(),
                "restore the file as it was, and put the change into a new migration; where the change means"
                    + " nothing to the database: migrate repair --accept-checksum "
                    + migration.version()
                    + " --reason WHY"));
      }
    }
    return problems;
  }

  static Plan.Refused unknown(Version wanted, MigrationSource source) {
    return new Plan.Refused(
        Reason.VERSION_UNKNOWN,
        List.of(
            new Problem(
                null,
                null,
                "there is no migration of version "
                    + wanted
                    + "; the highest is "
                    + source.highest(),
                "add the migration, or name a version that there is")));
  }

  static Plan.Refused wouldBeDown(Version wanted, Version applied) {
    return new Plan.Refused(
        Reason.VERSION_UNREACHABLE,
        List.of(
            new Problem(
                null,
                null,
                "version " + wanted + " is lower than " + applied + ", which is applied",
                "ask for " + applied + " or higher; to go back: migrate down --to " + wanted)));
  }

  static List<Problem> late(PlanRequest request, PlanFacts known) {
    var problems = new ArrayList<Problem>();
    for (var migration : known.pending()) {
      boolean accepted = request.outOfOrder() && migration.phase() == Phase.EXPAND;
      if (known.isLate(migration) && !accepted) {
        problems.add(
            new Problem(
                migration.file(),
                null,
                "version "
                    + migration.version()
                    + " is new, but version "
                    + known.reached()
                    + " has been reached without it",
                migration.phase() == Phase.EXPAND
                    ? Compatibility.higher(migration, known.reached())
                        + ", or allow it: --out-of-order by hand, outOfOrder in its SchemaMigration"
                    : Compatibility.higher(migration, known.reached())));
      }
    }
    return problems;
  }

  /** Without approval of these very files it isn't applied where older code may run. */
  static Plan.Refused unapproved(Migration migration) {
    return new Plan.Refused(
        Reason.NEEDS_APPROVAL,
        List.of(migration.phase() == Phase.OFFLINE ? offline(migration) : undecided(migration)));
  }

  private static Problem offline(Migration migration) {
    return new Problem(
        migration.file(),
        null,
        "offline: neither older nor newer code can use the database while this is applied"
            + (migration.breaks() == null ? "" : ": " + migration.breaks()),
        "split it into an expand and a contract migration (migrate split), or stop all that uses the"
            + " database and"
            + APPROVE);
  }

  static Plan.Refused notYet(Migration migration, Version claim) {
    return new Plan.Refused(
        Reason.VERSION_UNREACHABLE,
        List.of(
            new Problem(
                migration.file(),
                null,
                "expand migration "
                    + migration.version()
                    + " is not applied, so that contracts up to "
                    + claim
                    + " can't be",
                "apply the expand migrations first")));
  }

  private static Problem undecided(Migration migration) {
    var statement = migration.undecided();
    return new Problem(
        migration.file(),
        statement == null ? null : statement.line(),
        Listed.unknown(statement),
        "say in the file what it does: '-- phase: expand' if code older than version "
            + migration.version()
            + " keeps working, '-- phase: contract' if it breaks, with '-- accept: RULE REASON' for"
            + " what migrate lint finds; or stop all that uses the database and"
            + APPROVE);
  }
}
