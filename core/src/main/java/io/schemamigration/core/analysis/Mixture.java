package io.schemamigration.core.analysis;

import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.window.Phase;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private final Map<DatabaseObject, JudgedStatement> added = new LinkedHashMap<>();

  /** What was compared, part by part, with the one that takes its place. */
  private final Set<DatabaseObject> compared = new HashSet<>();

  private Mixture() {}

  /**
   * The first thing that is new and stays; else the first that code can rely on from then on.
   *
   * @param by the statement that does it
   * @param what for people
   */
  record Addition(JudgedStatement by, String what) {}

  static @Nullable Addition of(List<JudgedStatement> statements) {
    var mixture = new Mixture();
    for (var one : statements) {
      for (var effect : one.judgement().effects()) {
        mixture.take(one, effect);
      }
    }
    for (var first : mixture.added.entrySet()) {
      return new Addition(first.getValue(), first.getKey().text() + " is new, but");
    }
    for (var one : statements) {
      for (var what : one.judgement().offers()) {
        return new Addition(one, "newer code may rely on " + what + ", which");
      }
    }
    return null;
  }

  /**
   * What is removed first and created again is another one, which newer code may need all the same.
   */
  private void take(JudgedStatement by, Effect effect) {
    var object = effect.object();
    switch (effect.change()) {
      case ADDS -> {
        if (ASKED_FOR.contains(object.kind())) {
          added.putIfAbsent(object, by);
        }
      }
      case REMOVES -> {
        compared.remove(object);
        boolean another = object.kind() == Kind.FUNCTION && by.judgement().phase() != Phase.EXPAND;
        if (!another) { // the name of a function doesn't say which one
          remove(object);
        }
      }
      case RENAMES -> {
        var created = remove(object);
        var becomes = effect.becomes();
        if (created != null && becomes != null && !compared.contains(becomes)) {
          added.put(becomes, created);
        }
      }
      case CHANGES -> compared.add(object);
      case NARROWS, WRITES, USES -> {}
    }
  }

  private @Nullable JudgedStatement remove(DatabaseObject object) {
    added
        .keySet()
        .removeIf(o -> o.kind() == Kind.COLUMN && o.name().startsWith(object.name() + "."));
    return added.remove(object);
  }
}
