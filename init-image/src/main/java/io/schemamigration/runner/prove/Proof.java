package io.schemamigration.runner.prove;

import io.schemamigration.core.analysis.Judge;
import io.schemamigration.core.analysis.JudgedMigration;
import io.schemamigration.core.report.Failure;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.window.Phase;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.step.Progress;
import io.schemamigration.runner.step.Rehearsal;
import io.schemamigration.runner.step.StepRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs migrations on a copy of a database, one after the other, and compares what is there before
 * and after each. It may find more than was judged; it never makes a verdict milder.
 *
 * @param acts the migrations that were run
 * @param failure why it ended early, or null
 */
public record Proof(List<Act> acts, @Nullable Failure failure) {
  /**
   * One migration.
   *
   * @param migration as it was run
   * @param counts the phase that counts for the rollout; null where nobody can tell
   * @param judged the stricter of that and of what its statements do, accepted or not; null as
   *     above
   * @param changes of the catalog
   * @param rewritten PostgreSQL: tables that were written anew
   * @param locks PostgreSQL: the strongest on each table
   * @param lost queries of older code that worked before, and what the database says against them
   */
  public record Act(
      Migration migration,
      @Nullable Phase counts,
      @Nullable Phase judged,
      List<CatalogChange> changes,
      List<String> rewritten,
      List<String> locks,
      List<Lost> lost) {
    /** Makes the lists safe to share. */
    public Act {
      changes = List.copyOf(changes);
      rewritten = List.copyOf(rewritten);
      locks = List.copyOf(locks);
      lost = List.copyOf(lost);
    }

    /** The changes that are stricter than what was judged. */
    public List<CatalogChange> stricter() {
      return judged == null
          ? List.of()
          : changes.stream().filter(c -> c.phase().compareTo(judged) > 0).toList();
    }

    /** Whether older code loses queries that it was promised. */
    public boolean breaksPromise() {
      return counts == Phase.EXPAND && !lost.isEmpty();
    }
  }

  /** A query that older code loses. */
  public record Lost(OldQueries.Query query, String said) {}

  /** Makes the list safe to share. */
  public Proof {
    acts = List.copyOf(acts);
  }

  /** Whether something is stricter than it was judged to be. */
  public boolean finds() {
    return acts.stream().anyMatch(a -> a.breaksPromise() || !a.stricter().isEmpty());
  }

  /**
   * Runs them.
   *
   * @param copy whose content may be changed
   * @param pending what is to be run, in order
   */
  public static Proof of(
      Session copy,
      MigrationSource source,
      List<Migration> pending,
      boolean outOfOrder,
      Judge judge,
      OldQueries queries,
      Progress progress) {
    var acts = new ArrayList<Act>();
    var before = Catalog.of(copy);
    var said = queries.judgedBy(copy);
    for (var migration : pending) {
      var request = StepRequest.byHand(migration.version(), outOfOrder, false, "proof");
      var outcome = new Rehearsal(copy, request, source, progress).run();
      if (outcome.failure() != null) {
        return new Proof(acts, outcome.failure());
      }
      var judged = JudgedMigration.of(migration, judge);
      var after = Catalog.of(copy);
      var now = queries.judgedBy(copy);
      var locks = outcome.acts().stream().flatMap(a -> a.locks().stream()).toList();
      acts.add(
          new Act(
              migration,
              judged.migration().phase(),
              strictest(judged),
              CatalogChange.between(copy.dialect(), before, after),
              CatalogChange.rewritten(before, after),
              locks,
              lost(queries, said, now)));
      before = after;
      said = now;
    }
    return new Proof(acts, null);
  }

  /** What its author accepted isn't held against it. */
  private static @Nullable Phase strictest(JudgedMigration judged) {
    var counts = judged.migration().phase();
    var does = judged.judgement().phase();
    return counts == null || counts.compareTo(does) > 0 ? counts : does;
  }

  private static List<Lost> lost(
      OldQueries queries, List<@Nullable String> before, List<@Nullable String> after) {
    var lost = new ArrayList<Lost>();
    for (int i = 0; i < before.size(); i++) {
      var now = after.get(i);
      if (before.get(i) == null && now != null) {
        lost.add(new Lost(queries.queries().get(i), now));
      }
    }
    return lost;
  }
}
