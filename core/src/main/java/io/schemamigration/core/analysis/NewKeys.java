package io.schemamigration.core.analysis;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The foreign keys of the tables that a migration creates: where older code's deletes end up that
 * doesn't know of these tables.
 */
public final class NewKeys {
  /** What a delete of a row does to the rows that refer to it. */
  public enum Action {
    /** They keep it from being deleted. */
    REFUSES,
    /** They are deleted as well. */
    DELETES,
    /** They forget it. */
    EMPTIES
  }

  /** By the table that is referred to. */
  private final Map<String, Map<String, Action>> within = new HashMap<>();

  private final Map<String, Set<Action>> reached = new HashMap<>();
  private final Map<String, Set<Action>> triggers = new HashMap<>();
  private final Set<String> nullable = new HashSet<>();
  private final Set<String> emptied = new HashSet<>();

  /** A column of a new table that takes NULL. */
  public void takesNull(String column) {
    nullable.add(column);
  }

  /** One that may no longer take NULL; whether a delete of older code would write it. */
  public boolean refusesNull(String column) {
    nullable.remove(column);
    return emptied.contains(column);
  }

  /** Whether it is known to take NULL. */
  public boolean isNullable(String column) {
    return nullable.contains(column);
  }

  /** A column that a delete elsewhere empties. */
  public void empties(String column) {
    emptied.add(column);
  }

  /**
   * A foreign key of a new table.
   *
   * @param others whether others use the table that it refers to
   * @return whether older code's deletes may be refused by it
   */
  public boolean add(String table, String referenced, Action action, boolean others) {
    if (others) {
      return action == Action.REFUSES || reach(table, action);
    }
    within
        .computeIfAbsent(referenced, key -> new HashMap<>())
        .merge(table, action, (a, b) -> a == Action.REFUSES ? a : b);
    boolean deleted = reached.getOrDefault(referenced, Set.of()).contains(Action.DELETES);
    return deleted && (action == Action.REFUSES || reach(table, action));
  }

  /** Whether something keeps the rows from being deleted. */
  private boolean reach(String table, Action action) {
    if (!reached.computeIfAbsent(table, key -> EnumSet.noneOf(Action.class)).add(action)
        || action == Action.EMPTIES) {
      return false;
    }
    boolean refused = false;
    for (var key : within.getOrDefault(table, Map.of()).entrySet()) {
      refused |= key.getValue() == Action.REFUSES || reach(key.getKey(), key.getValue());
    }
    return refused;
  }

  /** A trigger of a new table; whether older code's deletes run it. */
  public boolean addTrigger(String table, Set<Action> on) {
    triggers.computeIfAbsent(table, key -> EnumSet.noneOf(Action.class)).addAll(on);
    return runsCode();
  }

  /** Whether older code's deletes run a trigger of a new table. */
  public boolean runsCode() {
    for (var table : reached.entrySet()) {
      for (var action : table.getValue()) {
        if (triggers.getOrDefault(table.getKey(), Set.of()).contains(action)) {
          return true;
        }
      }
    }
    return false;
  }
}
