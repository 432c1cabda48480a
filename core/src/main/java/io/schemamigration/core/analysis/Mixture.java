package io.schemamigration.core.analysis;

import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.Effect.Change;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What newer code may need, made by a migration that older code doesn't survive: it would come when
 * no older code is left, and newer code, which is there by then, would have started without it.
 */
final class Mixture {
  /** What code asks for by name; an index or a constraint it doesn't. */
  private static final Set<Kind> ASKED_FOR =
      EnumSet.of(
          Kind.TABLE, Kind.COLUMN, Kind.VIEW, Kind.FUNCTION, Kind.TYPE, Kind.SEQUENCE, Kind.SCHEMA);

  private Mixture() {}

  /**
   * The first thing that is new and stays.
   *
   * @param statement the index of the statement that makes it
   */
  record Addition(int statement, DatabaseObject object) {}

  static @Nullable Addition of(List<Judgement> judgements) {
    var gone = new HashSet<DatabaseObject>();
    for (int i = judgements.size() - 1; i >= 0; i--) {
      for (var effect : judgements.get(i).effects()) {
        if (effect.change() == Change.REMOVES || effect.change() == Change.RENAMES) {
          gone.add(effect.object());
        }
      }
    }
    for (int i = 0; i < judgements.size(); i++) {
      for (var effect : judgements.get(i).effects()) {
        boolean asked = ASKED_FOR.contains(effect.object().kind());
        if (effect.change() == Change.ADDS && asked && !gone.contains(effect.object())) {
          return new Addition(i, effect.object());
        }
      }
    }
    return null;
  }
}
