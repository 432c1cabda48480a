package io.schemamigration.core.sql;

/** What a statement's first words say about transactions. */
@SuppressWarnings("DoNotCallSuggester") // the types come first
public final class StatementKind {
  private StatementKind() {}

  /** Whether the statement can run inside a transaction block. */
  public static boolean transactional(Dialect dialect, Statement statement) {
    throw new UnsupportedOperationException();
  }

  /** Whether the statement begins, ends or divides a transaction: the runner's business alone. */
  public static boolean transactionControl(Dialect dialect, Statement statement) {
    throw new UnsupportedOperationException();
  }
}
