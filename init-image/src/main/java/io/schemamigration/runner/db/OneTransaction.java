package io.schemamigration.runner.db;

import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.words.TransactionMode;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A transaction on PostgreSQL in as few messages as its text allows, usually one: BEGIN, a guard,
 * an author's statements, what undoes their settings, closing statements, COMMIT. After an error
 * the server skips the rest of the message, so that what comes later can't take effect without what
 * comes before.
 */
public final class OneTransaction {
  /**
   * Of text in one message. Longer ones cost the server memory, since it reads a message's
   * statements all at once, and gain nothing.
   */
  private static final int CHUNK = 1 << 16;

  /** The SQLSTATE with which a server says that it cuts off a name. */
  private static final String NAME_TOO_LONG = "42622";

  private final PostgresSession session;

  OneTransaction(PostgresSession session) {
    this.session = session;
  }

  /**
   * A query that fails where the transaction must not happen.
   *
   * @param query of one statement
   * @param state the SQLSTATE that it fails with then; with any other the database is at fault
   */
  public record Guard(String query, String state) {}

  /**
   * Carries the transaction out.
   *
   * @param closing statements that come last
   * @return false when the guard failed: nothing was done
   * @throws TransactionException when the database refuses one of the author's statements, or the
   *     COMMIT; the transaction is still to be rolled back
   * @throws DatabaseException when it refuses something else
   */
  public boolean apply(Guard guard, List<Statement> statements, List<String> closing)
      throws TransactionException {
    var message = new Message(statements.size() + closing.size());
    var mode = TransactionMode.of(session.dialect(), statements);
    message.add(("BEGIN " + mode.text()).strip(), Message.OURS);
    var left = session.remains.due();
    if (!left.isEmpty()) {
      message.add(left, Message.OURS, SessionRemains.STATEMENTS);
    }
    message.add(guard.query(), Message.GUARD);
    session.begun();
    int number = 0;
    session.uses();
    for (var statement : statements) {
      number++;
      if (mode.isSaidBy(number)) {
        continue;
      }
      message.add(statement.sql(), number);
      if (message.text.length() >= CHUNK && !send(message, guard, statements)) {
        return false;
      }
    }
    message.add(session.resetText(), Message.OURS, PostgresSession.RESETS);
    for (var statement : closing) {
      message.add(statement, Message.OURS);
    }
    message.add("COMMIT", Message.COMMIT);
    if (!send(message, guard, statements)) {
      return false;
    }
    session.ended();
    return true;
  }

  /** Sends what has been gathered; false when the guard refused it. */
  private boolean send(Message message, Guard guard, List<Statement> statements)
      throws TransactionException {
    var script =
        new PostgresScript(
            session.reached(),
            message.of,
            (said, whose) -> session.heard(author(said, whose, statements), said));
    try {
      session.run(script, message.text.toString());
    } catch (SqlFailure e) {
      int offset = message.offset(e.position());
      int place = message.place(script.completed(), offset);
      int of = message.of.get(place);
      if (of == Message.GUARD && e.state().equals(guard.state())) {
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

  /**
   * The number of the author's statement that a notice is about. PostgreSQL reads a whole message
   * before it runs the first of its statements, and says then which names it cuts off.
   *
   * @param whose statement is running
   */
  private static int author(SQLWarning said, int whose, List<Statement> statements) {
    if (whose > 0 || !NAME_TOO_LONG.equals(said.getSQLState())) {
      return whose;
    }
    var quoted = String.valueOf(said.getMessage()).split("\"", 3);
    var name = quoted.length == 3 ? quoted[1].toLowerCase(Locale.ROOT) : "";
    int number = 1;
    while (number <= statements.size()
        && !statements.get(number - 1).sql().toLowerCase(Locale.ROOT).contains(name)) {
      number++;
    }
    return number;
  }

  /** The text of a message, and whose each statement is: from 1 the author's, else ours. */
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
     * its place in the text shows.
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
