package io.schemamigration.runner.db;

import org.jspecify.annotations.Nullable;

/**
 * How to reach a database.
 *
 * @param url where it is
 * @param user overrides the URL's, or null
 * @param password overrides the URL's, or null; never shown
 * @param caFile certificate authority of the server (PEM); turns on verify-full; or null
 * @param historySchema PostgreSQL: the schema of the two tables; null for the current one
 * @param patience how long the database may take
 * @param indexesAsWritten whether no index is built CONCURRENTLY unless its file says so
 */
public record Access(
    DatabaseUrl url,
    @Nullable String user,
    @Nullable String password,
    @Nullable String caFile,
    @Nullable String historySchema,
    Patience patience,
    boolean indexesAsWritten) {

  /** The same, with indexes of large tables built CONCURRENTLY. */
  public Access(
      DatabaseUrl url,
      @Nullable String user,
      @Nullable String password,
      @Nullable String caFile,
      @Nullable String historySchema,
      Patience patience) {
    this(url, user, password, caFile, historySchema, patience, false);
  }

  public @Nullable String effectiveUser() {
    return user != null ? user : url.user();
  }

  public @Nullable String effectivePassword() {
    return password != null ? password : url.password();
  }

  /** Takes the password out of a message of the driver. */
  public String scrub(String message) {
    var secret = effectivePassword();
    return secret == null || secret.isEmpty() ? message : message.replace(secret, "***");
  }

  /** What a driver says, in one line and without the password: it puts details below. */
  String said(Exception e) {
    return scrub(String.valueOf(e.getMessage())).replaceAll("\\s*\\R\\s*", "; ");
  }

  /** Without the password. */
  @Override
  public String toString() {
    return url.toString();
  }
}
