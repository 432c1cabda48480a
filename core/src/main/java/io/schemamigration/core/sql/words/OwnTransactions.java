package io.schemamigration.core.sql.words;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a file says about transactions. Files that were written for {@code psql} or {@code sqlite3}
 * often begin and commit one themselves; here each migration has its transaction around all of it,
 * so that such a pair is left out. Whatever else would end that transaction is refused.
 *
 * <p>The mode of a transaction that a file of PostgreSQL begins is kept as SET TRANSACTION, where
 * nothing but settings comes before it. On SQLite a tool's own transaction is sometimes ended and
 * begun again around {@code PRAGMA foreign_keys}, which does nothing inside of one; that is left
 * out, too.
 */
public final class OwnTransactions {
  private final Dialect dialect;
  private final List<Statement> kept = new ArrayList<>();
  private @Nullable Statement begun;
  private @Nullable Statement refused;
  private @Nullable Statement interrupted;

  private OwnTransactions(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * The statements without the file's own BEGIN and COMMIT; savepoints stay.
   *
   * @param refused the first statement that would end a transaction that the file didn't begin,
   *     takes one back, or begins one that is never committed; null when there is none
   */
  public record Result(List<Statement> statements, @Nullable Statement refused) {
    /** Makes the list safe to share. */
    public Result {
      statements = List.copyOf(statements);
    }
  }

  /** Reads a file's statements. */
  public static Result leftOut(Dialect dialect, List<Statement> statements) {
    var transactions = new OwnTransactions(dialect);
    for (var statement : statements) {
      transactions.read(statement);
    }
    for (var open : Arrays.asList(transactions.begun, transactions.interrupted)) {
      if (open != null) {
        transactions.refuse(open);
      }
    }
    return new Result(transactions.kept, transactions.refused);
  }

  private void read(Statement statement) {
    if (!StatementKind.transactionControl(dialect, statement)) {
      kept.add(statement);
      settleInterrupted(statement);
      return;
    }
    var words = Words.all(dialect, statement);
    switch (words.peek()) {
      case "BEGIN", "START" -> begin(statement, words);
      case "COMMIT", "END" -> commit(statement, words);
      case "SAVEPOINT", "RELEASE" -> kept.add(statement);
      case "ROLLBACK" -> rollback(statement, words);
      default -> refuse(statement);
    }
  }

  private void begin(Statement statement, Words words) {
    if (interrupted != null) {
      interrupted = null; // the tool's own transaction goes on
      return;
    }
    begun = statement;
    if (dialect == Dialect.POSTGRESQL && words.restHas(Set.of("ISOLATION"))) {
      var mode = TransactionMode.ofBegin(statement);
      if (kept.stream().allMatch(TransactionMode::isSetting)) {
        kept.add(mode);
      } else {
        refuse(statement);
      }
    }
  }

  /** Between the two there may be settings of the connection only. */
  private void settleInterrupted(Statement statement) {
    boolean setting = Words.of(dialect, statement, 1).peek().equals("PRAGMA");
    if (interrupted != null && !setting) {
      refuse(interrupted);
    }
  }

  private void commit(Statement statement, Words words) {
    words.skip();
    boolean plain = !words.accept("PREPARED") && !words.restHas(Set.of("CHAIN"));
    if (begun == null && dialect == Dialect.SQLITE && interrupted == null) {
      interrupted = statement;
    } else if (begun == null || !plain) {
      refuse(statement);
    }
    begun = null;
  }

  private void rollback(Statement statement, Words words) {
    if (words.restHas(Set.of("TO"))) {
      kept.add(statement);
    } else {
      refuse(statement);
    }
  }

  private void refuse(Statement statement) {
    if (refused == null) {
      refused = statement;
    }
  }
}
