package io.schemamigration.core.sql.words;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a file says about transactions. Files that were written for {@code psql} or {@code sqlite3}
 * often begin and commit one themselves; here each migration has its transaction around all of it,
 * so that such a pair is left out. Whatever else would end that transaction is refused.
 */
public final class OwnTransactions {
  private final Dialect dialect;
  private final List<Statement> kept = new ArrayList<>();
  private @Nullable Statement begun;
  private @Nullable Statement refused;

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
    if (transactions.begun != null) {
      transactions.refuse(transactions.begun);
    }
    return new Result(transactions.kept, transactions.refused);
  }

  private void read(Statement statement) {
    if (!StatementKind.transactionControl(dialect, statement)) {
      kept.add(statement);
      return;
    }
    var words = Words.all(dialect, statement);
    switch (words.peek()) {
      case "BEGIN", "START" -> begun = statement;
      case "COMMIT", "END" -> commit(statement, words);
      case "SAVEPOINT", "RELEASE" -> kept.add(statement);
      case "ROLLBACK" -> rollback(statement, words);
      default -> refuse(statement);
    }
  }

  private void commit(Statement statement, Words words) {
    words.skip();
    boolean plain = !words.accept("PREPARED") && !words.restHas(Set.of("CHAIN"));
    if (begun == null || !plain) {
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
