package io.schemamigration.core.report;

import io.schemamigration.core.window.Version;
import org.jspecify.annotations.Nullable;

/**
 * Why a step did not do what it was asked for, in words for a person: what, where, why, what next.
 * Never contains a secret; whoever makes one takes care of that.
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

  /** A failure that is about no file. */
  public static Failure of(Reason reason, String message, @Nullable String hint) {
    return new Failure(reason, null, null, null, null, null, message, hint);
  }
}
