package io.schemamigration.core.grammar;

import java.util.List;

/** Reads SQL as PostgreSQL does. */
@FunctionalInterface
public interface Grammar {
  /** What became of a text. */
  sealed interface Parsed {}

  /**
   * It is SQL.
   *
   * @param statements in order
   */
  record Tree(List<Node> statements) implements Parsed {
    /** Makes the list safe to share. */
    public Tree {
      statements = List.copyOf(statements);
    }
  }

  /**
   * PostgreSQL's grammar refuses it.
   *
   * @param message in PostgreSQL's words
   * @param offset where, an index of UTF-16 units
   */
  record Malformed(String message, int offset) implements Parsed {}

  /**
   * Nobody can say: it is too long, too deep, or holds what PostgreSQL would never be sent.
   *
   * @param message why, in words for a person
   */
  record Unjudged(String message) implements Parsed {}

  /** Reads a text of any number of statements; never throws for what a text can hold. */
  Parsed parse(String sql);
}
