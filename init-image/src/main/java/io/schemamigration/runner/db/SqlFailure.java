package io.schemamigration.runner.db;

import io.schemamigration.core.sql.Statement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What a database said against a statement; a checked wrapper that knows no secret. */
public final class SqlFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** A query of ours that found something else than it should; the database said nothing. */
  private static final String OWN = "";

  private final String state;
  private final int position;
  private final @Nullable String hint;

  SqlFailure(String message, String state, int position, @Nullable String hint) {
    super(message);
    this.state = state;
    this.position = position;
    this.hint = hint;
  }

  static SqlFailure of(SQLException e, String message) {
    return new SqlFailure(
        message,
        e.getSQLState() == null ? String.valueOf(e.getErrorCode()) : e.getSQLState(),
        0,
        null);
  }

  /** A query that found something else than its author expects. */
  public static SqlFailure unexpected(String message) {
    return new SqlFailure(message, OWN, 0, null);
  }

  /** The same, with what to do about it. */
  public static SqlFailure unexpected(String message, String hint) {
    return new SqlFailure(message, OWN, 0, hint);
  }

  /** SQLSTATE, or SQLite's result code; empty where it wasn't the database that refused. */
  public String state() {
    return state;
  }

  /** Character in the statement, from 1; 0 when unknown. */
  public int position() {
    return position;
  }

  /**
   * The same, of a statement that was a part of a longer text.
   *
   * @param offset in the statement; outside of it when it is unknown
   */
  SqlFailure within(Statement statement, int offset) {
    boolean inside = position > 0 && offset >= 0 && offset <= statement.sql().length();
    return new SqlFailure(String.valueOf(getMessage()), state, inside ? offset + 1 : 0, hint);
  }

  /** The same with that advice. */
  public SqlFailure withHint(String advice) {
    return new SqlFailure(String.valueOf(getMessage()), state, position, advice);
  }

  /** What the database advises, or null. */
  public @Nullable String hint() {
    return hint;
  }
}
