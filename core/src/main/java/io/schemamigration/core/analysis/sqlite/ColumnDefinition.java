package io.schemamigration.core.analysis.sqlite;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column as its table's definition has it.
 *
 * @param name as it is written
 * @param type as it is written, in capitals; empty if there is none
 * @param notNull whether NULL is refused
 * @param fallback what it gets if an INSERT leaves it out, in a form that compares; null for NULL
 * @param constantFallback whether that is a number, a text, TRUE or FALSE
 * @param collation in lower case; {@code binary} if it doesn't say
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

  /** Those that a STRICT table may have, but ANY, which takes all. */
  private static final Set<String> STRICT_TYPES = Set.of("INT", "INTEGER", "REAL", "TEXT", "BLOB");

  ColumnDefinition {
    rules = Collections.unmodifiableSet(new LinkedHashSet<>(rules));
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
   * Whether a STRICT table takes its default: if it doesn't, every INSERT that leaves the column
   * out fails.
   */
  boolean takesItsDefault() {
    if (fallback == null) {
      return true;
    }
    if (!constantFallback) {
      boolean text = fallback.startsWith("CURRENT_");
      return !STRICT_TYPES.contains(type) || (text && type.equals("TEXT"));
    }
    var value = fallback.startsWith("( ") ? fallback.substring(2, fallback.length() - 2) : fallback;
    boolean number = !value.isEmpty() && "0123456789+-.".indexOf(value.charAt(0)) >= 0;
    boolean logical = value.equals("TRUE") || value.equals("FALSE");
    return switch (type) {
      case "INT", "INTEGER" -> logical || (number && isWhole(value));
      case "REAL" -> number;
      case "BLOB" -> false;
      default -> true; // TEXT and ANY take all of it, and such a table has no other types
    };
  }

  private static boolean isWhole(String number) {
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      if ((c < '0' || c > '9') && c != '+' && c != '-' && c != ' ') {
        return false;
      }
    }
    return true;
  }

  /** SQLite's manual, "Datatypes", section 3.1, with its order of rules. */
  Affinity affinity() {
    return Affinity.of(type);
  }
}
