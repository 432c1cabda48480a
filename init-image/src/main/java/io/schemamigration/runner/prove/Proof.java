package io.schemamigration.runner.prove;

import io.schemamigration.core.analysis.Certainty;
import io.schemamigration.core.analysis.Effect;
import io.schemamigration.core.analysis.JudgedMigration;
import io.schemamigration.core.report.Failure;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.ledger.Ledger;
import io.schemamigration.runner.rehearse.Rehearsal;
import io.schemamigration.runner.run.AppliedHistory;
import io.schemamigration.runner.run.Progress;
import io.schemamigration.runner.run.StepRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs migrations on a copy of a database, one after the other, and compares what exists before and
 * after each. It may find more than was judged; it never makes a verdict more lenient.
 *
 * @param acts the migrations that were run
 * @param failure why it ended early, or null
 */
public record Proof(List<ProvedMigration> acts, @Nullable Failure failure) {
  /** Makes the list safe to share. */
  public Proof {
    acts = List.copyOf(acts);
  }

  /** Whether something is stricter than it was judged to be. */
  public boolean finds() {
    return acts.stream().anyMatch(a -> a.breaksPromise() || !a.stricter().isEmpty());
  }

  /** The source with the phases that count after all that was seen. */
  public MigrationSource settled(MigrationSource source) {
    var proved = new HashMap<Version, @Nullable Phase>();
    acts.forEach(act -> proved.put(act.migration().version(), act.proved()));
    var migrations = new ArrayList<Migration>();
    for (var migration : source.migrations()) {
      var phase = proved.get(migration.version());
      boolean raised = phase != null && phase != migration.phase();
      migrations.add(
          raised ? migration.judged(phase, migration.undecided(), migration.breaks()) : migration);
    }
    return new MigrationSource(migrations, source.repeatables(), source.digest());
  }

  /**
   * Runs them.
   *
   * @param copy whose content may be changed
   * @param source with the phases that count
   * @param pending what is to be run, in order
   */
  public static Proof of(
      Session copy,
      MigrationSource source,
      List<JudgedMigration> pending,
      boolean outOfOrder,
      OldQueries queries,
      Progress progress) {
    var acts = new ArrayList<ProvedMigration>();
    var before = Catalog.of(copy);
    var said = queries.judgedBy(copy);
    queries.unreadable(said).forEach(progress::tell);
    var later = open(copy, source);
    var request = new StepRequest.ByHand(null, outOfOrder, false, "proof");
    for (var looked : pending) {
      later.remove(looked.migration().version());
      var outcome = new Rehearsal(copy, request, without(later, source), progress).run();
      if (outcome.failure() != null) {
        return new Proof(acts, outcome.failure());
      }
      var after = Catalog.of(copy);
      var now = queries.judgedBy(copy);
      var locks = outcome.acts().stream().flatMap(a -> a.locks().stream()).toList();
      acts.add(
          new ProvedMigration(
              looked,
              CatalogChange.between(copy.dialect(), before, after),
              CatalogChange.rewritten(before, after),
              locks,
              lost(queries, said, now, onlyAdds(looked))));
      before = after;
      said = now;
    }
    return new Proof(acts, null);
  }

  private static Set<Version> open(Session copy, MigrationSource source) {
    var ledger = new Ledger(copy);
    return new AppliedHistory(ledger.exists() ? ledger.history() : List.of()).open(source);
  }

  /** What is to come later, or not at all, doesn't exist yet: one migration is run at a time. */
  private static MigrationSource without(Set<Version> later, MigrationSource source) {
    var migrations =
        source.migrations().stream().filter(m -> !later.contains(m.version())).toList();
    return new MigrationSource(migrations, source.repeatables(), source.digest());
  }

  private static List<ProvedMigration.Lost> lost(
      OldQueries queries,
      List<OldQueries.Said> before,
      List<OldQueries.Said> after,
      boolean sameRows) {
    var lost = new ArrayList<ProvedMigration.Lost>();
    for (int i = 0; i < before.size(); i++) {
      var said = before.get(i).lost(after.get(i), sameRows);
      if (said != null) {
        lost.add(new ProvedMigration.Lost(queries.queries().get(i), said));
      }
    }
    return lost;
  }

  /** Whether rows are the same afterwards, so that older code has to see the same ones. */
  private static boolean onlyAdds(JudgedMigration looked) {
    for (var one : looked.judgement().statements()) {
      boolean adds =
          one.judgement().effects().stream()
              .allMatch(e -> e.change() == Effect.Change.ADDS || e.change() == Effect.Change.USES);
      if (!adds || one.judgement().certainty() == Certainty.UNKNOWN) {
        return false;
      }
    }
    return true;
  }
}
