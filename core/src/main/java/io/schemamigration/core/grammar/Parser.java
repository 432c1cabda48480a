package io.schemamigration.core.grammar;

/** libpg_query of PostgreSQL 18, in whatever form it runs. Not for several threads at once. */
public interface Parser {
  /** What it answered. */
  sealed interface Answer {}

  /** A tree, as JSON. */
  record Json(String json) implements Answer {}

  /**
   * No SQL.
   *
   * @param place character, from 1; 0 where it isn't known
   */
  record Refused(String message, int place) implements Answer {}

  /** It is nested too deeply. */
  record TooDeep() implements Answer {}

  /**
   * Reads UTF-8 without a NUL.
   *
   * @throws OutOfMemoryError if there isn't memory enough for what it says
   */
  Answer parse(byte[] sql);
}
