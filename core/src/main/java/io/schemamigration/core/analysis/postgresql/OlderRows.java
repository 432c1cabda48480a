package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.grammar.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of older code hold in the columns that the migration adds: NULL, or a constant
 * default. A rule for these columns that takes this refuses nothing that older code writes.
 */
final class OlderRows {
  private final Map<String, Optional<Node>> values = new HashMap<>();
  private final Set<String> reliedOn = new HashSet<>();

  /**
   * A column that is new.
   *
   * @param constant its default; null: it has none
   */
  void add(String column, @Nullable Node constant) {
    values.put(column, Optional.ofNullable(constant));
  }

  /** From now on it isn't known what it holds. */
  void forget(String column) {
    values.remove(column);
  }

  void forget() {
    values.clear();
  }

  void rename(String from, String to) {
    var value = values.remove(from);
    if (value != null) {
      values.put(to, value);
    }
    if (reliedOn.contains(from)) {
      reliedOn.add(to);
    }
  }

  /** Whether it is known what it holds. */
  boolean isKnown(String column) {
    return values.containsKey(column);
  }

  /** The constant that it is known to hold; null if that is NULL. */
  @Nullable Node constant(String column) {
    return values.getOrDefault(column, Optional.empty()).orElse(null);
  }

  /** Whether it is known to hold NULL. */
  boolean isNull(String column) {
    return isKnown(column) && constant(column) == null;
  }

  /** Assumes that the column keeps what it holds: another default would matter. */
  void relyOn(String column) {
    reliedOn.add(column);
  }

  boolean isReliedOn(String column) {
    return reliedOn.contains(column);
  }
}
