package io.schemamigration.runner.db;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.window.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A migration's transaction on PostgreSQL in as few messages as its text allows, mostly one: BEGIN,
 * the check of the token at the locked window row, the statements, what undoes their settings, the
 * history row, the window, COMMIT. After an error the server passes over the rest of the message,
 * so that what comes later can't take effect without what comes before.
 */
public final class OneTransaction {
  /**
   * Of text in one message. Longer ones cost the server memory, since it reads a message's
   * statements all at once, and gain nothing.
   */
  private static final int CHUNK = 1 << 16;

  private final PostgresSession session;
  private final TransactionSql sql;

  OneTransaction(PostgresSession session, TransactionSql sql) {
    this.session = session;
    this.sql = sql;
  }

  /**
   * Where the window will be.
   *
   * @param minimum what code must know
   * @param maximum what code may rely on
   * @param announced versions at or below maximum that are not applied
   * @param digest of the files
   */
  public record Move(
      Version minimum, Version maximum, Collection<Version> announced, String digest) {}

  /**
   * Applies the migration.
   *
   * @param metadata JSON for the history
   * @return false when the row isn't the token's any more: nothing was done
   * @throws TransactionException when the database refuses one of its statements, or the COMMIT;
   *     the transaction is still to be rolled back
   * @throws DatabaseException when it refuses something else
   */
  public boolean apply(Token token, Migration migration, Move move, String metadata)
      throws TransactionException {
    var message = new Message(migration.up().size());
    message.add("BEGIN", Message.OURS);
    message.add(sql.guard(token), Message.GUARD);
    session.begun();
    int number = 0;
    for (var statement : migration.up()) {
      number++;
      message.add(statement.sql(), number);
      if (message.text.length() >= CHUNK && !send(message, migration.up())) {
        return false;
      }
    }
    message.add(session.resetText(), Message.OURS, PostgresSession.RESETS);
    message.add(sql.record(migration, metadata), Message.OURS);
    message.add(sql.move(move), Message.OURS);
    message.add("COMMIT", Message.COMMIT);
    if (!send(message, migration.up())) {
      return false;
    }
    session.ended();
    return true;
  }

  /** Sends what has been gathered; false when the guard refused it. */
  private boolean send(Message message, List<Statement> statements) throws TransactionException {
    var script = new PostgresScript(session.reached(), message.of);
    try {
      session.run(script, message.text.toString());
    } catch (SqlFailure e) {
      int offset = message.offset(e.position());
      int place = message.place(script.completed(), offset);
      int of = message.of.get(place);
      if (of == Message.GUARD && e.state().equals(TransactionSql.NOT_HELD)) {
        return false;
      }
      if (of == Message.OURS || of == Message.GUARD) {
        throw new DatabaseException(e);
      }
      throw of == Message.COMMIT
          ? new TransactionException(0, e)
          : new TransactionException(
              of, e.within(statements.get(of - 1), offset - message.start(place)));
    }
    message.clear();
    return true;
  }

  /** The text of a message, and whose each statement is: from 1 the migration's, else ours. */
  private static final class Message {
    static final int OURS = -1;
    static final int GUARD = -2;
    static final int COMMIT = -3;

    final StringBuilder text = new StringBuilder(1024);
    final List<Integer> of;
    private final List<Integer> starts;

    Message(int statements) {
      of = new ArrayList<>(Math.min(statements, CHUNK) + 8);
      starts = new ArrayList<>(Math.min(statements, CHUNK) + 8);
    }

    void add(String sql, int whose) {
      add(sql, whose, 1);
    }

    /** Adds a text of several statements. */
    void add(String sql, int whose, int count) {
      for (int i = 0; i < count; i++) {
        of.add(whose);
        starts.add(text.length());
      }
      text.append(sql).append(";\n");
    }

    /** Where the statement begins. */
    int start(int place) {
      return starts.get(place);
    }

    /** The server counts characters, Java halves of some. */
    int offset(int position) {
      int characters = text.codePointCount(0, text.length());
      return position == 0 ? -1 : text.offsetByCodePoints(0, Math.min(position - 1, characters));
    }

    /**
     * Which statement an error is about. A syntax error is found before the first one is run; only
     * its place in the text tells.
     */
    int place(int completed, int offset) {
      if (offset < 0) {
        return Math.min(completed, of.size() - 1);
      }
      int place = 0;
      while (place + 1 < of.size() && start(place + 1) <= offset) {
        place++;
      }
      return place;
    }

    void clear() {
      text.setLength(0);
      of.clear();
      starts.clear();
    }
  }
}
