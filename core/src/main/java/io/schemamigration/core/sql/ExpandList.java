package io.schemamigration.core.sql;

/** The short list of statements that older code is known to survive. */
@SuppressWarnings("DoNotCallSuggester") // the types come first
public final class ExpandList {
  private ExpandList() {}

  /** Whether the statement is on the list. False says nothing about it but that. */
  public static boolean isExpand(Dialect dialect, Statement statement) {
    throw new UnsupportedOperationException();
  }
}
