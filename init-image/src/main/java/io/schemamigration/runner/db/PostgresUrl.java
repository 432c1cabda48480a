package io.schemamigration.runner.db;

import io.schemamigration.runner.end.RefusedException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the URL of a PostgreSQL database, as libpq and the JDBC driver write it, and completes it
 * from the environment.
 */
final class PostgresUrl {
  private static final int MAX_PORT = 65_535;
  private static final int MAX_PORT_DIGITS = 5;

  private final boolean jdbc;
  private final Map<String, String> environment;
  private final Map<String, String> words = new LinkedHashMap<>();

  private PostgresUrl(boolean jdbc, Map<String, String> environment) {
    this.jdbc = jdbc;
    this.environment = environment;
  }

  /**
   * Reads it.
   *
   * @param text after {@code postgres://}
   * @param jdbc whether a plus sign in a parameter is a blank
   */
  static DatabaseUrl parse(String text, boolean jdbc, Map<String, String> environment) {
    return new PostgresUrl(jdbc, environment).read(text);
  }

  private DatabaseUrl read(String text) {
    int mark = text.indexOf('?');
    int slash = text.indexOf('/');
    // behind an unescaped question mark of a password there is still a host
    boolean pathless = mark >= 0 && (slash < 0 || mark < slash) && text.indexOf('@', mark) < 0;
    int end = pathless ? mark : slash < 0 ? text.length() : slash;
    var authority = text.substring(0, end);
    var rest = text.substring(end);
    mark = rest.indexOf('?');
    var path =
        mark == 0 || rest.isEmpty() ? "" : rest.substring(1, mark < 0 ? rest.length() : mark);
    checkPlaces(authority, path);
    for (var pair : mark < 0 ? new String[0] : rest.substring(mark + 1).split("&", -1)) {
      word(pair);
    }
    int at = authority.lastIndexOf('@');
    var info = at < 0 ? "" : authority.substring(0, at);
    int colon = info.indexOf(':');
    var user = first(words.remove("user"), decode(colon < 0 ? info : info.substring(0, colon)));
    var password =
        first(words.remove("password"), colon < 0 ? null : decode(info.substring(colon + 1)));
    var hosts = hosts(authority.substring(at + 1));
    var database = first(words.remove("dbname"), decode(path), environment.get("PGDATABASE"));
    if (database == null) {
      throw DatabaseUrl.refused(
          "the database URL names no database",
          "Write its name behind the host: postgres://user@host:5432/NAME.");
    }
    return new DatabaseUrl(
        DatabaseUrl.Kind.POSTGRESQL,
        "jdbc:postgresql://" + hosts + "/" + encode(database) + query(jdbcWords()),
        first(user, environment.get("PGUSER")),
        password);
  }

  /** Most often there is nothing to translate, and its tables aren't loaded. */
  private Map<String, String> jdbcWords() {
    boolean asked = !words.isEmpty();
    for (var variable : environment.keySet()) {
      asked |= variable.startsWith("PG");
    }
    return asked ? UrlWords.translated(words, environment) : words;
  }

  private void word(String pair) {
    if (pair.isEmpty()) {
      return;
    }
    int equals = pair.indexOf('=');
    var name = decode(equals < 0 ? pair : pair.substring(0, equals));
    var text = equals < 0 ? "" : pair.substring(equals + 1);
    var value = decode(jdbc ? text.replace("+", "%20") : text);
    var before = words.put(name, value);
    if (before != null && !before.equals(value)) {
      throw DatabaseUrl.refused(
          "the database URL has the parameter " + name + " twice", "Leave one of them out.");
    }
  }

  private static @Nullable String first(@Nullable String... texts) {
    for (var text : texts) {
      if (text != null && !text.isEmpty()) {
        return text;
      }
    }
    return null;
  }

  private static String query(Map<String, String> words) {
    var query = new StringBuilder();
    words.forEach((name, value) ->
        query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(encode(value)));
    return query.toString();
  }

  // ---- host and port ----------------------------------------------------------------------------

  private String hosts(String inAuthority) {
    var given = first(words.remove("host"), inAuthority, environment.get("PGHOST"), "localhost");
    var ports = first(words.remove("port"), environment.get("PGPORT"), "");
    var hosts = new ArrayList<String>();
    var all = List.of(String.valueOf(given).split(",", -1));
    var numbers = ports == null ? new String[] {""} : ports.split(",", -1);
    for (int i = 0; i < all.size(); i++) {
      var number = numbers.length == 1 ? numbers[0] : i < numbers.length ? numbers[i] : "";
      hosts.add(host(all.get(i), number));
    }
    return String.join(",", hosts);
  }

  private static String host(String text, String port) {
    var host = decode(text);
    if (host.startsWith("/") || host.startsWith("@")) {
      throw DatabaseUrl.refused(
          "the host " + host + " is a unix socket, and the runner only speaks TCP",
          "Let the server listen on localhost (listen_addresses), and write postgres://user@localhost:5432/db.");
    }
    boolean bare = host.indexOf(':') != host.lastIndexOf(':') && !host.startsWith("[");
    var name = bare ? "[" + host + "]" : host;
    boolean hasPort = name.indexOf(':', name.indexOf(']') + 1) >= 0;
    if (port.isEmpty() || hasPort) {
      return name;
    }
    if (!isPort(port)) {
      throw DatabaseUrl.refused("the port isn't a number up to 65535", "Correct the port.");
    }
    return name + ":" + port;
  }

  /**
   * A slash in a password would end the authority early, and the rest of the password would be
   * shown as a host's port or a database's name.
   */
  private static void checkPlaces(String authority, String database) {
    boolean sound = database.indexOf('/') < 0 && database.indexOf('@') < 0;
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

  // ---- texts ------------------------------------------------------------------------------------

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw unreadable(); // its message would tell a part of the password
    }
  }

  private static RefusedException unreadable() {
    return DatabaseUrl.refused(
        "the database URL can't be read: host, port and database name aren't where they belong",
        "Write / ? # @ % in the user and the password as %2F %3F %23 %40 %25, or give them with --user-file and"
            + " --password-file.");
  }
}
