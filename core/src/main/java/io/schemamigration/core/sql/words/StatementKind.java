package io.schemamigration.core.sql.words;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import java.util.Set;

/** What a statement's first words say about transactions. */
public final class StatementKind {
  /** No statement shows later than here what it is. */
  private static final int FIRST_WORDS = 64;

  private static final Set<String> MAKE_SLOT =
      Set.of("PG_CREATE_LOGICAL_REPLICATION_SLOT", "PG_COPY_LOGICAL_REPLICATION_SLOT");

  private StatementKind() {}

  /**
   * Whether the statement can run inside a transaction block. The rest are the statements whose
   * manual page says that they can't (PostgreSQL: those that call {@code
   * PreventInTransactionBlock}; SQLite: VACUUM, ATTACH, DETACH, a change of the journal mode), and
   * those that may commit by themselves where their file says so.
   */
  public static boolean transactional(Dialect dialect, Statement statement) {
    if (statement.mayCommit()) {
      return false;
    }
    var words = Words.of(dialect, statement, FIRST_WORDS);
    return switch (dialect) {
      case POSTGRESQL -> transactionalInPostgresql(words);
      case SQLITE -> transactionalInSqlite(words);
    };
  }

  /** Whether the statement runs code that can commit where no transaction is around it. */
  public static boolean runsCode(Dialect dialect, Statement statement) {
    var first = Words.of(dialect, statement, 1).peek();
    return dialect == Dialect.POSTGRESQL && (first.equals("CALL") || first.equals("DO"));
  }

  /** Whether it makes a replication slot, which no transaction may that has written anything. */
  public static boolean makesSlot(Dialect dialect, Statement statement) {
    var words = Words.of(dialect, statement, FIRST_WORDS);
    return dialect == Dialect.POSTGRESQL
        && words.peek().equals("SELECT")
        && words.restHas(MAKE_SLOT);
  }

  /** Whether the statement begins, ends or divides a transaction: the runner's business alone. */
  public static boolean transactionControl(Dialect dialect, Statement statement) {
    var words = Words.of(dialect, statement, 2);
    return switch (words.peek()) {
      case "BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE" -> true;
      case "ABORT" -> dialect == Dialect.POSTGRESQL;
      case "START", "PREPARE" ->
          dialect == Dialect.POSTGRESQL && words.peek(1).equals("TRANSACTION");
      default -> false;
    };
  }

  private static boolean transactionalInPostgresql(Words words) {
    var first = words.peek();
    words.skip();
    return switch (first) {
      case "VACUUM" -> false;
      case "CREATE" -> transactionalCreate(words);
      case "DROP" -> transactionalDrop(words);
      case "ALTER" -> transactionalAlter(words);
      case "REINDEX" -> transactionalReindex(words);
      // without a table: all of them, each in a transaction of its own
      case "CLUSTER" -> Words.isName(words.peek()) && !words.accept("VERBOSE");
      case "DISCARD" -> !words.accept("ALL");
      default -> true;
    };
  }

  private static boolean transactionalCreate(Words words) {
    return switch (words.peek()) {
      case "DATABASE", "TABLESPACE", "SUBSCRIPTION" -> false;
      case "UNIQUE" -> !words.accept("UNIQUE", "INDEX", "CONCURRENTLY");
      case "INDEX" -> !words.accept("INDEX", "CONCURRENTLY");
      default -> true;
    };
  }

  private static boolean transactionalDrop(Words words) {
    return switch (words.peek()) {
      case "DATABASE", "TABLESPACE", "SUBSCRIPTION" -> false;
      case "INDEX" -> !words.accept("INDEX", "CONCURRENTLY");
      default -> true;
    };
  }

  private static boolean transactionalAlter(Words words) {
    return switch (words.peek()) {
      case "SYSTEM", "SUBSCRIPTION" -> false;
      case "DATABASE" -> !has(words, "SET", "TABLESPACE");
      case "TABLE" -> !(has(words, "DETACH", "PARTITION") && has(words, "CONCURRENTLY"));
      default -> true;
    };
  }

  private static boolean transactionalReindex(Words words) {
    if (has(words, "CONCURRENTLY")) {
      return false;
    }
    words.acceptParentheses();
    return switch (words.peek()) {
      case "SCHEMA", "DATABASE", "SYSTEM" -> false;
      default -> true;
    };
  }

  private static boolean transactionalInSqlite(Words words) {
    return switch (words.peek()) {
      case "VACUUM", "ATTACH", "DETACH" -> false;
      case "PRAGMA" -> !has(words, "JOURNAL_MODE");
      default -> true;
    };
  }

  private static boolean has(Words words, String... sequence) {
    for (int at = 0; !words.peek(at).isEmpty(); at++) {
      boolean same = true;
      for (int i = 0; i < sequence.length && same; i++) {
        same = words.peek(at + i).equals(sequence[i]);
      }
      if (same) {
        return true;
      }
    }
    return false;
  }
}
