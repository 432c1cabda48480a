package io.schemamigration.core.plan;

import io.schemamigration.core.report.Blocked;
import io.schemamigration.core.report.PendingMigration;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides which migrations a step applies. */
public final class Planner {
  private final PlanRequest request;
  private final PlanFacts known;
  private final Version wanted;

  private Planner(PlanRequest request) {
    this.request = request;
    this.known = new PlanFacts(request);
    var asked = request.wanted();
    this.wanted = asked == null ? request.source().highest() : asked;
  }

  /**
   * Plans an expand step, a first install, or a run by hand. Nothing is applied when a file is
   * wrong, late or edited, or when the wanted version is unknown or lower than what is applied. In
   * an expand step nothing passes a migration that is offline or undecided.
   */
  public static Plan plan(PlanRequest request) {
    var planner = new Planner(request);
    var refused = planner.refusal();
    if (refused != null) {
      return refused;
    }
    return request.mode().everyPhase() ? planner.everything() : planner.expand();
  }

  /**
   * Plans a contract step: the pending contract migrations up to the wanted version, which is the
   * claim, in order. The mode doesn't matter.
   *
   * @param approved whether a person has approved these very files, so that offline and undecided
   *     migrations may be applied, too
   */
  public static Plan planContract(PlanRequest request, boolean approved) {
    var planner = new Planner(request);
    var refused = planner.contractRefusal(approved);
    if (refused != null) {
      return refused;
    }
    return planner.apply(planner.candidates(), null);
  }

  /**
   * The highest version in the source at or below which every expand and offline migration is
   * applied. An undecided one counts like an expand one. Versions that are applied and whose files
   * are gone count like the source's.
   */
  public static Version maximumAfter(MigrationSource source, Collection<Version> applied) {
    var done = new HashSet<>(applied);
    Version gap = null;
    var maximum = Version.NONE;
    for (var migration : source.migrations()) {
      if (migration.phase() != Phase.CONTRACT && !done.contains(migration.version())) {
        gap = migration.version();
        break;
      }
      maximum = migration.version();
    }
    for (var version : done) {
      if (gap == null || version.isBelow(gap)) {
        maximum = Version.max(maximum, version);
      }
    }
    return maximum;
  }

  /** The window of a database with that history; what code must know, code may rely on. */
  public static CompatibilityWindow windowOf(
      MigrationSource source, List<AppliedMigration> history) {
    var known =
        new PlanFacts(
            new PlanRequest(
                source, history, CompatibilityWindow.EMPTY, null, null, Mode.BY_HAND, false));
    var minimum = minimumAfter(history);
    var maximum = maximumAfter(source, known.appliedWith(List.of()));
    return new CompatibilityWindow(minimum, Version.max(minimum, maximum), null);
  }

  /**
   * The highest contract or offline migration that is applied, or partly applied. One that was
   * applied undecided counts as offline; one that existed before the history, and whose file nobody
   * knows, doesn't count.
   */
  public static Version minimumAfter(List<AppliedMigration> history) {
    var minimum = Version.NONE;
    for (var row : history) {
      boolean ours =
          row.status() == HistoryStatus.COMPLETED || row.status() == HistoryStatus.RUNNING;
      boolean older = row.status().applied() && row.phase() != null;
      if ((ours || older) && row.phase() != Phase.EXPAND) {
        minimum = Version.max(minimum, row.version());
      }
    }
    return minimum;
  }

  private Plan.@Nullable Refused refusal() {
    var edited = Refusals.edited(request.source(), known);
    if (!edited.isEmpty()) {
      return new Plan.Refused(Reason.CHECKSUM_MISMATCH, edited);
    }
    if (!known.names(wanted)) {
      return Refusals.unknown(wanted, request.source());
    }
    if (wanted.isBelow(known.highestApplied())) {
      return Refusals.wouldBeDown(wanted, known.highestApplied());
    }
    var late = Refusals.late(request, known);
    if (!late.isEmpty()) {
      return new Plan.Refused(Reason.INVALID_MIGRATIONS, late);
    }
    var candidates = candidates();
    var apart = Compatibility.missing(candidates, request, known);
    apart.addAll(Compatibility.columnsTwice(candidates, request.source(), known));
    apart.addAll(Compatibility.blank(candidates));
    apart.addAll(Compatibility.ownTables(candidates));
    return apart.isEmpty() ? null : new Plan.Refused(Reason.INVALID_MIGRATIONS, apart);
  }

  /** A claim may be below what is applied: expand migrations overtake contracts. */
  private Plan.@Nullable Refused contractRefusal(boolean approved) {
    var edited = Refusals.edited(request.source(), known);
    if (!edited.isEmpty()) {
      return new Plan.Refused(Reason.CHECKSUM_MISMATCH, edited);
    }
    if (!known.names(wanted)) {
      return Refusals.unknown(wanted, request.source());
    }
    var late = Refusals.late(request, known);
    if (!late.isEmpty()) {
      return new Plan.Refused(Reason.INVALID_MIGRATIONS, late);
    }
    var candidates = candidates();
    var wrong = Compatibility.blank(candidates);
    wrong.addAll(Compatibility.ownTables(candidates));
    if (!wrong.isEmpty()) {
      return new Plan.Refused(Reason.INVALID_MIGRATIONS, wrong);
    }
    for (var migration : candidates) {
      if (migration.phase() == Phase.EXPAND) {
        return Refusals.notYet(migration, wanted);
      }
      if (migration.phase() != Phase.CONTRACT && !approved) {
        return Refusals.unapproved(migration);
      }
    }
    return null;
  }

  /** What is pending at or below the wanted version, in order. */
  private List<Migration> candidates() {
    var candidates = new ArrayList<Migration>();
    for (var migration : known.pending()) {
      if (!migration.version().isAbove(wanted)) {
        candidates.add(migration);
      }
    }
    return candidates;
  }

  private Plan everything() {
    return apply(candidates(), null);
  }

  /**
   * Expand migrations in order, past those contracts that they say they don't touch, and never past
   * one that is offline or undecided.
   */
  private Plan expand() {
    var toApply = new ArrayList<Migration>();
    var contracts = new ArrayList<Version>();
    for (var migration : candidates()) {
      if (migration.phase() == Phase.CONTRACT) {
        contracts.add(migration.version());
        continue;
      }
      if (migration.phase() != Phase.EXPAND) {
        return upTo(migration, toApply);
      }
      for (var contract : contracts) {
        if (!migration.overtakes().contains(contract)) {
          return apply(toApply, new Blocked(migration.version(), contract));
        }
      }
      toApply.add(migration);
    }
    return apply(toApply, null);
  }

  /** Where no gate holds code back, to stop before the first one would look like success. */
  private Plan upTo(Migration barrier, List<Migration> toApply) {
    return toApply.isEmpty() && request.mode() == Mode.EXPAND_ONLY
        ? Refusals.unapproved(barrier)
        : apply(toApply, new Blocked(barrier.version(), barrier.version()));
  }

  private Plan.Apply apply(List<Migration> toApply, @Nullable Blocked blocked) {
    var applied = known.appliedWith(toApply);
    var remaining = new ArrayList<PendingMigration>();
    for (var migration : request.source().migrations()) {
      if (!applied.contains(migration.version())) {
        remaining.add(Listed.of(migration));
      }
    }
    return new Plan.Apply(toApply, remaining, blocked, windowAfter(toApply, applied));
  }

  /** Neither end ever falls here; and what code must know, code may rely on. */
  private CompatibilityWindow windowAfter(List<Migration> toApply, Collection<Version> applied) {
    var reliable = maximumAfter(request.source(), applied);
    var window = request.window().raised(minimumAfter(request.history()), reliable);
    for (var migration : toApply) {
      window = window.applied(migration.phase(), migration.version(), reliable);
    }
    return window.raised(Version.NONE, window.minimum());
  }
}
