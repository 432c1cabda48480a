package io.schemamigration.core.analysis.sqlite;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column as its table's definition has it.
 *
 * @param name as it is written
 * @param type as it is written, in capitals; empty where there is none
 * @param notNull whether NULL is refused
 * @param fallback what it gets where an INSERT leaves it out, in a form that compares; null for
 *     NULL
 * @param constantFallback whether that is a number, a text, TRUE or FALSE
 * @param collation in lower case; {@code binary} where it says nothing
 * @param generated the expression that it is computed from; null for an ordinary one
 * @param rules UNIQUE, CHECK and REFERENCES, in a form that compares
 * @param offset where its definition begins in the statement
 */
record ColumnDefinition(
    String name,
    String type,
    boolean notNull,
    @Nullable String fallback,
    boolean constantFallback,
    String collation,
    @Nullable String generated,
    Set<TableRule> rules,
    int offset) {

  ColumnDefinition {
    rules = Set.copyOf(rules);
  }

  String key() {
    return Cursor.key(name);
  }

  boolean has(TableRule.Kind kind) {
    for (var rule : rules) {
      if (rule.kind() == kind) {
        return true;
      }
    }
    return false;
  }

  /** Whether a row can be inserted that doesn't name it. */
  boolean mayBeLeftOut() {
    return !notNull || fallback != null || generated != null || has(TableRule.Kind.PRIMARY_KEY);
  }

  /**
   * Whether a STRICT table takes its default: where it doesn't, every INSERT that leaves the column
   * out fails.
   */
  boolean takesItsDefault() {
    if (fallback == null) {
      return true;
    }
    var value = fallback.startsWith("( ") ? fallback.substring(2) : fallback;
    boolean number = !value.isEmpty() && "0123456789+-".indexOf(value.charAt(0)) >= 0;
    boolean logical = fallback.equals("TRUE") || fallback.equals("FALSE");
    return switch (type) {
      case "INT", "INTEGER" -> logical || (number && fallback.indexOf('.') < 0);
      case "REAL" -> number;
      case "BLOB" -> false;
      default -> true; // TEXT and ANY take all of it, and no other type is there in such a table
    };
  }

  /** SQLite's manual, "Datatypes", section 3.1, with its order of rules. */
  Affinity affinity() {
    return Affinity.of(type);
  }

  /** The same column under another name. */
  ColumnDefinition named(String other) {
    return new ColumnDefinition(
        other, type, notNull, fallback, constantFallback, collation, generated, rules, offset);
  }
}
