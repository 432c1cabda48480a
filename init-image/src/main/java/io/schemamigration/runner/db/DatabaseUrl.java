package io.schemamigration.runner.db;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.runner.end.RefusedException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is. Credentials are kept apart from the address, so that the address can be
 * shown.
 *
 * @param kind which database
 * @param address without credentials: what JDBC gets, and what people see; for SQLite the file's
 *     path
 * @param user from the URL, or null
 * @param password from the URL, or null; never shown
 */
public record DatabaseUrl(
    Kind kind, String address, @Nullable String user, @Nullable String password) {
  /** The databases that are known. */
  public enum Kind {
    POSTGRESQL,
    SQLITE
  }

  /** What is spoken there. */
  public Dialect dialect() {
    return switch (kind) {
      case POSTGRESQL -> Dialect.POSTGRESQL;
      case SQLITE -> Dialect.SQLITE;
    };
  }

  /**
   * Reads {@code jdbc:postgresql://}, {@code postgres://}, {@code postgresql://}, {@code sqlite:}
   * or {@code jdbc:sqlite:}, and what other tools write: a driver ({@code postgresql+psycopg://}),
   * {@code sqlite3:}, parameters by the names that libpq has for them.
   *
   * @param environment what psql reads where the URL says nothing, such as PGHOST
   * @throws RefusedException for anything else; the message doesn't repeat the URL, which may hold
   *     a password
   */
  public static DatabaseUrl parse(String text, Map<String, String> environment) {
    var url = text.strip();
    boolean jdbc = url.startsWith("jdbc:");
    if (jdbc) {
      url = url.substring("jdbc:".length());
    }
    int colon = url.indexOf(':');
    var scheme = colon < 0 ? "" : url.substring(0, colon);
    int plus = scheme.indexOf('+'); // before a driver of SQLAlchemy's
    var rest = url.substring(colon + 1);
    var kind = plus < 0 ? scheme : scheme.substring(0, plus);
    if (kind.equals("sqlite") || kind.equals("sqlite3")) {
      return SqliteUrl.parse(rest);
    }
    if ((kind.equals("postgresql") || kind.equals("postgres")) && rest.startsWith("//")) {
      return PostgresUrl.parse(rest.substring(2), jdbc, environment);
    }
    throw refused(
        "the database URL has no form that is known",
        "Write postgres://user@host:5432/db, jdbc:postgresql://host:5432/db or sqlite:/path/app.db.");
  }

  /** The same where no environment is asked. */
  public static DatabaseUrl parse(String text) {
    return parse(text, Map.of());
  }

  /** A URL that can't be used. */
  static RefusedException refused(String message, String hint) {
    return new RefusedException(Reason.CREDENTIALS_INVALID, message, hint);
  }

  /** PostgreSQL: another database of the same server. */
  public DatabaseUrl inDatabase(String database) {
    int mark = address.indexOf('?');
    int slash = address.lastIndexOf('/', mark < 0 ? address.length() : mark);
    return new DatabaseUrl(
        kind,
        address.substring(0, slash + 1)
            + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20")
            + (mark < 0 ? "" : address.substring(mark)),
        user,
        password);
  }

  /** PostgreSQL: whether it names the schemas, so that the user's own search_path isn't asked. */
  boolean namesSchema() {
    return address.contains("currentSchema=")
        || address.toLowerCase(Locale.ROOT).contains("search_path");
  }

  /** PostgreSQL: a parameter's value; null where it isn't given. */
  public @Nullable String parameter(String name) {
    int mark = address.indexOf('?');
    for (var pair : mark < 0 ? new String[0] : address.substring(mark + 1).split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    return null;
  }

  /** The address for JDBC without these parameters, whose values the runner decides. */
  String addressWithout(Set<String> parameters) {
    int mark = address.indexOf('?');
    if (mark < 0) {
      return address;
    }
    var kept = new StringBuilder(address.substring(0, mark));
    char separator = '?';
    for (var pair : address.substring(mark + 1).split("&", -1)) {
      int equals = pair.indexOf('=');
      if (!parameters.contains(equals < 0 ? pair : pair.substring(0, equals))) {
        kept.append(separator).append(pair);
        separator = '&';
      }
    }
    return kept.toString();
  }

  /** Without the password, and without parameters, which may hold one. */
  @Override
  public String toString() {
    int mark = address.indexOf('?');
    return kind == Kind.SQLITE
        ? "sqlite:" + address
        : mark < 0 ? address : address.substring(0, mark);
  }
}
