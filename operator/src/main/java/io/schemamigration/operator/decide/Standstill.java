package io.schemamigration.operator.decide;

import io.schemamigration.api.v1alpha1.PendingStatus;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.Observation;
import java.util.Comparator;
import java.util.List;

/**
 * Pending migrations that code of no version survives, as far as anybody knows: offline, or
 * undecided. Each needs approval, and that nothing runs while it is applied.
 *
 * @param migrations in order, no higher than the spec asks for
 * @param next whether the first of them comes before every expand migration, so that it is its turn
 */
record Standstill(List<PendingStatus> migrations, boolean next) {

  static Standstill of(Observation seen, StatusDraft draft) {
    var limit = seen.spec().version();
    var others =
        draft.pending.stream()
            .filter(p -> !Phase.CONTRACT.text().equals(p.phase()))
            .filter(p -> limit == null || !Version.of(p.version()).isAbove(limit))
            .sorted(Comparator.comparing(p -> Version.of(p.version())))
            .toList();
    var migrations = others.stream().filter(p -> !expand(p)).toList();
    return new Standstill(migrations, !others.isEmpty() && !expand(others.getFirst()));
  }

  private static boolean expand(PendingStatus migration) {
    return Phase.EXPAND.text().equals(migration.phase());
  }

  /** The first of them. */
  Version version() {
    return Version.of(migrations.getFirst().version());
  }

  /**
   * Whether the first of them ended halfway, outside of a transaction: then the next expand step
   * continues with it, and approval of the files as they were doesn't extend to the corrected ones.
   */
  boolean begun(StatusDraft draft) {
    var window = draft.window == null ? CompatibilityWindow.EMPTY : draft.window;
    boolean heard = draft.appliedDigest != null;
    return next && heard && !version().isAbove(window.minimum());
  }

  /**
   * Whether nothing stands against it. Then pending contracts below it needn't wait for newer code,
   * either: there is none that they could break.
   */
  boolean mayBegin(Observation seen, StatusDraft draft) {
    return next && draft.approval != null && Blockers.ofAnyVersion(seen).isEmpty();
  }

  /** "offline migration 2 (rename email) and undecided migration 4 (fix names)". */
  String names() {
    var text = new StringBuilder();
    for (var migration : migrations) {
      text.append(text.isEmpty() ? "" : " and ");
      text.append(migration.phase() == null ? "undecided" : migration.phase());
      text.append(" migration ").append(migration.version());
      text.append(
          migration.description() == null || migration.description().isBlank()
              ? ""
              : " (" + migration.description() + ")");
    }
    return text.toString();
  }

  /** Whether it isn't known of one of them what it does to older code. */
  boolean undecided() {
    return migrations.stream().anyMatch(p -> p.phase() == null);
  }

  /** What breaks, as far as it is known; empty where nothing is. */
  String breaks() {
    var text = new StringBuilder();
    for (var migration : migrations) {
      if (migration.breaks() != null) {
        text.append(text.isEmpty() ? "" : "; ").append(migration.breaks());
      }
    }
    return text.toString();
  }
}
