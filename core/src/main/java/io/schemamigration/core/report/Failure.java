package io.schemamigration.core.report;

import io.schemamigration.core.window.Version;
import org.jspecify.annotations.Nullable;

/**
 * Why a step did not do what it was asked for, in words for a person: what, where, why, what next.
 * Never contains a secret; anyone who makes one takes care of that.
 *
 * @param reason the one word of it
 * @param version the migration, where it is about one
 * @param file the file, as the user knows it, where it is about one
 * @param line the line in that file, from 1, where known
 * @param statement which statement of the file, from 1, where known
 * @param sqlState what the database called it (SQLSTATE; SQLite's result code), where it spoke
 * @param message what went wrong
 * @param hint what to do next, where there is something to say
 */
public record Failure(
    Reason reason,
    @Nullable Version version,
    @Nullable String file,
    @Nullable Integer line,
    @Nullable Integer statement,
    @Nullable String sqlState,
    String message,
    @Nullable String hint) {

  /** Makes each text one line that can be shown, no matter who wrote it. */
  public Failure {
    file = file == null ? null : Printable.line(file);
    sqlState = sqlState == null ? null : Printable.line(sqlState);
    message = Printable.line(message);
    hint = hint == null ? null : Printable.line(hint);
  }

  /** A failure that is about no file. */
  public static Failure of(Reason reason, String message, @Nullable String hint) {
    return new Place(null, null, null, null, null).failure(reason, message, hint);
  }

  /** The place of a failure: a migration's file. */
  public static Place at(Version version, String file) {
    return new Place(version, file, null, null, null);
  }

  /** The place of a failure: a file that is of no version. */
  public static Place at(@Nullable String file) {
    return new Place(null, file, null, null, null);
  }

  /** Where it was. */
  public Place place() {
    return new Place(version, file, line, statement, sqlState);
  }

  /** Where something failed, as far as that is known. */
  public record Place(
      @Nullable Version version,
      @Nullable String file,
      @Nullable Integer line,
      @Nullable Integer statement,
      @Nullable String sqlState) {

    /** From 1. */
    public Place line(@Nullable Integer number) {
      return new Place(version, file, number, statement, sqlState);
    }

    /** Which statement of the file, from 1. */
    public Place statement(@Nullable Integer number) {
      return new Place(version, file, line, number, sqlState);
    }

    /** What the database called it; empty where it wasn't the database that refused. */
    public Place sqlState(String state) {
      return new Place(version, file, line, statement, state.isEmpty() ? null : state);
    }

    /** What failed there. */
    public Failure failure(Reason reason, String message, @Nullable String hint) {
      return new Failure(reason, version, file, line, statement, sqlState, message, hint);
    }
  }
}
