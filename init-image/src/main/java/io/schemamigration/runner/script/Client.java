package io.schemamigration.runner.script;

import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.words.TableDrops;
import io.schemamigration.runner.db.Sql;
import io.schemamigration.runner.db.ledger.HistoryColumn;
import io.schemamigration.runner.db.ledger.Tables;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command that carries a script out, and the SQL in which its database can refuse it. */
public sealed interface Client permits Psql, Sqlite3 {
  /** Where the two tables are. */
  Sql sql();

  /** The two tables. */
  default Tables tables() {
    return Tables.in(sql());
  }

  /** How the script is to be called, for its first lines. */
  String call();

  /** Before everything: it stops at the first error, and is alone where that can be had. */
  String prologue();

  /** After everything. */
  String epilogue();

  /** Shows what comes, while the script runs. */
  String tell(String line);

  String begin();

  /** The same as these statements want it. */
  default String begin(List<Statement> statements) {
    return begin();
  }

  /** Keeps others from the window row until the transaction ends. */
  String lockRow();

  /**
   * Ends the script unless the condition holds.
   *
   * @param message what is wrong then
   */
  String demand(String condition, String message, String hint);

  /**
   * Ends the script unless a query gives one row with true, 1 or ok.
   *
   * @param where its file and line
   */
  String verify(String query, String where);

  /** A text as SQL writes it. */
  String literal(@Nullable String text);

  /** JSON for the history: which step it was. */
  String metadata(String id, @Nullable String override);

  /** Milliseconds since {@link #begin}. */
  String millis();

  /** Milliseconds since a time in that column. */
  String millisSince(HistoryColumn time);

  /** Who the history says it was. */
  String user();

  /** The next file finds nothing of what these left in the session, such as temporary objects. */
  String fresh(List<Statement> before);

  /** Undoes what a migration may have set for the session. */
  String reset(List<Statement> statements);

  /** The next statement waits for locks as long as it has to. */
  String waitForLocks();

  /** Before the transaction in which these statements run. */
  String before(TableDrops drops);

  /** In the transaction, before the first of these statements. */
  String begun(TableDrops drops);

  /** In the transaction, after the last of these statements. */
  String done(TableDrops drops);

  /** After the transaction. */
  String after(TableDrops drops);
}
