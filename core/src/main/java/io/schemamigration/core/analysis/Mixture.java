package io.schemamigration.core.analysis;

import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.Effect.Change;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What newer code may need, created by a migration that breaks older code: it would be created only
 * when no older code is left, but newer code is running by then and would have started without it.
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
   * @param by the statement that creates it
   */
  record Addition(JudgedStatement by, DatabaseObject object) {}

  static @Nullable Addition of(List<JudgedStatement> statements) {
    var gone = new HashSet<DatabaseObject>();
    for (var one : statements) {
      for (var effect : one.judgement().effects()) {
        if (effect.change() == Change.REMOVES || effect.change() == Change.RENAMES) {
          gone.add(effect.object());
        }
      }
    }
    for (var one : statements) {
      for (var effect : one.judgement().effects()) {
        boolean asked = ASKED_FOR.contains(effect.object().kind());
        if (effect.change() == Change.ADDS && asked && !gone.contains(effect.object())) {
          return new Addition(one, effect.object());
        }
      }
    }
    return null;
  }
}
