package io.schemamigration.runner.db;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.runner.end.RefusedException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
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
  private static final int MAX_PORT = 65_535;
  private static final int MAX_PORT_DIGITS = 5;

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
   * or {@code jdbc:sqlite:}.
   *
   * @throws RefusedException for anything else; the message doesn't repeat the URL, which may hold
   *     a password
   */
  public static DatabaseUrl parse(String text) {
    var url = text.strip();
    if (url.startsWith("jdbc:")) {
      url = url.substring("jdbc:".length());
    }
    if (url.startsWith("sqlite:")) {
      return sqlite(url.substring("sqlite:".length()));
    }
    for (var scheme : new String[] {"postgresql://", "postgres://"}) {
      if (url.startsWith(scheme)) {
        return postgresql(url.substring(scheme.length()));
      }
    }
    throw new RefusedException(
        Reason.CREDENTIALS_INVALID,
        "the database URL has no form that is known",
        "Write jdbc:postgresql://host:5432/db, postgres://user@host/db or sqlite:/path/app.db.");
  }

  private static DatabaseUrl sqlite(String path) {
    var plain =
        path.startsWith("///")
            ? path.substring(2)
            : path.startsWith("//") ? path.substring(2) : path;
    if (plain.isEmpty() || plain.contains("?") || plain.equals(":memory:")) {
      throw new RefusedException(
          Reason.CREDENTIALS_INVALID,
          "the SQLite URL names no file",
          "Write sqlite:/path/app.db, without parameters.");
    }
    return new DatabaseUrl(Kind.SQLITE, plain, null, null);
  }

  private static DatabaseUrl postgresql(String rest) {
    int slash = rest.indexOf('/');
    var authority = slash < 0 ? rest : rest.substring(0, slash);
    var path = slash < 0 ? "" : rest.substring(slash);
    checkPlaces(authority, path);
    String user = null;
    String password = null;
    int at = authority.lastIndexOf('@');
    if (at >= 0) {
      var info = authority.substring(0, at);
      authority = authority.substring(at + 1);
      int colon = info.indexOf(':');
      user = decode(colon < 0 ? info : info.substring(0, colon));
      password = colon < 0 ? null : decode(info.substring(colon + 1));
    }
    var query = new Properties();
    int mark = path.indexOf('?');
    var kept = new StringBuilder(mark < 0 ? path : path.substring(0, mark));
    char separator = '?';
    for (var pair : mark < 0 ? new String[0] : path.substring(mark + 1).split("&", -1)) {
      int equals = pair.indexOf('=');
      var key = equals < 0 ? pair : pair.substring(0, equals);
      if (key.equals("user") || key.equals("password")) {
        query.setProperty(key, equals < 0 ? "" : decode(pair.substring(equals + 1)));
      } else {
        kept.append(separator).append(pair);
        separator = '&';
      }
    }
    return new DatabaseUrl(
        Kind.POSTGRESQL,
        "jdbc:postgresql://" + authority + kept,
        query.getProperty("user", user),
        query.getProperty("password", password));
  }

  /**
   * A slash in a password would end the authority early, and the rest of the password would be
   * shown as a host's port or a database's name.
   */
  private static void checkPlaces(String authority, String path) {
    int mark = path.indexOf('?');
    var database = mark < 0 ? path : path.substring(0, mark);
    boolean sound = database.lastIndexOf('/') <= 0 && database.indexOf('@') < 0;
    for (var host : authority.substring(authority.lastIndexOf('@') + 1).split(",", -1)) {
      int colon = host.lastIndexOf(':');
      boolean port = colon >= 0 && host.indexOf(']', colon) < 0;
      sound &= !port || isPort(host.substring(colon + 1));
    }
    if (!sound) {
      throw unreadable();
    }
  }

  private static boolean isPort(String text) {
    boolean digits = !text.isEmpty() && text.length() <= MAX_PORT_DIGITS;
    for (int i = 0; i < text.length(); i++) {
      digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return digits && Integer.parseInt(text) <= MAX_PORT;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw unreadable(); // its message would tell a part of the password
    }
  }

  private static RefusedException unreadable() {
    return new RefusedException(
        Reason.CREDENTIALS_INVALID,
        "the database URL can't be read: host, port and database name aren't where they belong",
        "Write / ? # @ % in the user and the password as %2F %3F %23 %40 %25, or give them with --user-file and"
            + " --password-file.");
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
    return address.contains("currentSchema=") || address.contains("search_path");
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
