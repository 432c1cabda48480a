package io.schemamigration.runner.db;

import io.schemamigration.runner.words.Nearest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/**
 * What the parameters of a URL mean to the JDBC driver, which ignores those that it doesn't know:
 * libpq's are translated, those of pools are left out, and any other is refused.
 */
final class UrlWords {
  /** libpq's and other tools' names for what the driver has, too. */
  private static final Map<String, String> SAME =
      Map.ofEntries(
          Map.entry("application_name", "ApplicationName"),
          Map.entry("channel_binding", "channelBinding"),
          Map.entry("connect_timeout", "connectTimeout"),
          Map.entry("gssencmode", "gssEncMode"),
          Map.entry("krbsrvname", "kerberosServerName"),
          Map.entry("require_auth", "requireAuth"),
          Map.entry("schema_search_path", "currentSchema"),
          Map.entry("search_path", "currentSchema"),
          Map.entry("sslnegotiation", "sslNegotiation"));

  /** Of the application's pool, or of no consequence to a run. */
  private static final Set<String> HARMLESS =
      Set.of(
          "binary_parameters",
          "command_timeout",
          "conn_health_checks",
          "conn_max_age",
          "connection_limit",
          "default_query_exec_mode",
          "description_cache_capacity",
          "fallback_application_name",
          "keepalives",
          "keepalives_count",
          "keepalives_idle",
          "keepalives_interval",
          "pgbouncer",
          "pool",
          "pool_health_check_period",
          "pool_max_conn_idle_time",
          "pool_max_conn_lifetime",
          "pool_max_conns",
          "pool_min_conns",
          "pool_size",
          "pool_timeout",
          "prepared_statement_cache_size",
          "prepared_statements",
          "socket_timeout",
          "sslcompression",
          "sslsni",
          "statement_cache_capacity",
          "statement_cache_size",
          "tcp_user_timeout");

  /** Known, but not to be had; most of them ask for security. */
  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("hostaddr", "write the address as the host"),
          Map.entry("passfile", "set PGPASSFILE, or use --password-file"),
          Map.entry("replication", "a run needs an ordinary connection"),
          Map.entry("requirepeer", "unix sockets aren't supported"),
          Map.entry("ssl_max_protocol_version", "the Java runtime chooses the version of TLS"),
          Map.entry("ssl_min_protocol_version", "the Java runtime accepts TLS 1.2 and newer"),
          Map.entry("sslaccept", "write sslmode=verify-full&sslrootcert=FILE"),
          Map.entry("sslcertmode", "leave it out; with sslcert and sslkey a certificate is sent"),
          Map.entry("sslcrl", "revocation lists aren't read"),
          Map.entry("sslcrldir", "revocation lists aren't read"),
          Map.entry("sslidentity", "write sslcert=FILE&sslkey=FILE"));

  private static final Set<String> INTERNAL = Set.of("PGHOST", "PGPORT", "PGDBNAME");

  private static final Map<String, String> SESSIONS =
      Map.of(
          "any", "any",
          "primary", "primary",
          "read-write", "primary",
          "standby", "secondary",
          "read-only", "secondary",
          "prefer-standby", "preferSecondary");

  private static final List<String> SSL_MODES =
      List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

  /** What psql reads where the URL says nothing. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "PGAPPNAME", "application_name",
          "PGCHANNELBINDING", "channel_binding",
          "PGCONNECT_TIMEOUT", "connect_timeout",
          "PGOPTIONS", "options",
          "PGREQUIREAUTH", "require_auth",
          "PGSSLCERT", "sslcert",
          "PGSSLKEY", "sslkey",
          "PGSSLMODE", "sslmode",
          "PGSSLROOTCERT", "sslrootcert",
          "PGTARGETSESSIONATTRS", "target_session_attrs");

  private final Map<String, String> result = new LinkedHashMap<>();

  private UrlWords() {}

  /** The parameters for the driver; those that psql takes from the environment, too. */
  static Map<String, String> translated(
      Map<String, String> words, Map<String, String> environment) {
    var translation = new UrlWords();
    words.forEach(translation::add);
    ENVIRONMENT.forEach((variable, word) -> {
      var value = environment.get(variable);
      if (value != null && !value.isEmpty()) {
        translation.addMissing(word, value);
      }
    });
    translation.security();
    return translation.result;
  }

  private void addMissing(String word, String value) {
    var already = new LinkedHashMap<>(result);
    result.clear();
    add(word, value);
    result.putAll(already);
  }

  private void add(String word, String value) {
    switch (word) {
      case "target_session_attrs" -> put(word, "targetServerType", oneOf(word, value, SESSIONS));
      case "schema" -> put(word, "currentSchema", identifier(value));
      case "load_balance_hosts" -> put(word, "loadBalanceHosts", "" + value.equals("random"));
      case "requiressl" -> put(word, "sslmode", value.equals("1") ? "require" : "prefer");
      case "ssl" -> ssl(value);
      case "client_encoding", "encoding", "charset" -> encoding(word, value);
      default -> plain(word, value);
    }
  }

  private void plain(String word, String value) {
    var same = SAME.get(word);
    if (same != null) {
      put(word, same, value);
    } else if (REFUSED.containsKey(word)) {
      throw DatabaseUrl.refused(
          "the database URL has the parameter " + word + ", which can't be respected here",
          "Take it out: " + REFUSED.get(word) + ".");
    } else if (PGProperty.forName(word) != null && !INTERNAL.contains(word)) {
      put(word, word, value);
    } else if (!HARMLESS.contains(word)) {
      throw unknown(word);
    }
  }

  private void put(String word, String name, String value) {
    var before = result.put(name, value);
    if (before != null && !before.equals(value)) {
      throw DatabaseUrl.refused(
          "the database URL has " + word + ", and " + name + " with another value",
          "Leave one of them out.");
    }
  }

  private static RuntimeException unknown(String word) {
    var known =
        Stream.of(
                Arrays.stream(PGProperty.values()).map(PGProperty::getName),
                SAME.keySet().stream(),
                HARMLESS.stream(),
                Stream.of("target_session_attrs", "schema", "load_balance_hosts"))
            .flatMap(names -> names)
            .filter(name -> !INTERNAL.contains(name))
            .sorted()
            .toList();
    var near = nearest(word, known);
    return DatabaseUrl.refused(
        "the database URL has the parameter " + word + ", which isn't known",
        (near == null ? "" : "Did you mean " + near + "? ")
            + "A parameter that is ignored could be one that matters.");
  }

  private static @Nullable String nearest(String word, List<String> known) {
    var same = known.stream().filter(word::equalsIgnoreCase).findFirst();
    return same.isPresent() ? same.get() : Nearest.of(word, known);
  }

  private static String oneOf(String word, String value, Map<String, String> choices) {
    var meaning = choices.get(value);
    if (meaning == null) {
      throw wrongValue(word, value, choices.keySet().stream().sorted().toList());
    }
    return meaning;
  }

  private static RuntimeException wrongValue(String word, String value, List<String> choices) {
    return DatabaseUrl.refused(
        "the database URL says " + word + "=" + value + ", which isn't one of its values",
        "Write one of " + String.join(", ", choices) + ".");
  }

  /** As Prisma means it, which quotes every name. */
  private static String identifier(String name) {
    return name.matches("[a-z_][a-z0-9_]*") ? name : Sql.quote(name);
  }

  private static void encoding(String word, String value) {
    if (!value.toLowerCase(Locale.ROOT).matches("auto|utf-?8|unicode")) {
      throw wrongValue(word, value, List.of("utf8"));
    }
  }

  // ---- TLS --------------------------------------------------------------------------------------

  /** The driver's switch, or a mode, as asyncpg has it. */
  private void ssl(String value) {
    if (SSL_MODES.contains(value)) {
      put("ssl", "sslmode", value);
    } else if (value.isEmpty() || value.equals("true") || value.equals("false")) {
      put("ssl", "ssl", value);
    } else {
      throw wrongValue("ssl", value, List.of("true", "false"));
    }
  }

  /** A certificate to check against is never taken without the check. */
  private void security() {
    var mode = result.get("sslmode");
    if (mode != null && !SSL_MODES.contains(mode)) {
      throw wrongValue("sslmode", mode, SSL_MODES);
    }
    var root = result.get("sslrootcert");
    if (root == null || root.isEmpty()) {
      return;
    }
    boolean system = root.equals("system");
    if (!checks(mode, system)) {
      throw DatabaseUrl.refused(
          "the database URL has sslrootcert, to check the server's certificate, and sslmode="
              + mode
              + ", which doesn't check it",
          system
              ? "Write sslmode=verify-full, or leave sslmode out."
              : "Write sslmode=verify-full or verify-ca, or take sslrootcert out.");
    }
    if (system) {
      result.remove("sslrootcert");
      result.put("sslmode", "verify-full");
      result.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    } else if (mode == null ? !result.containsKey("ssl") : mode.equals("require")) {
      result.put("sslmode", "verify-ca"); // as libpq does where there is a certificate
    }
  }

  private static boolean checks(@Nullable String mode, boolean system) {
    return mode == null
        || mode.equals("verify-full")
        || (!system && (mode.equals("verify-ca") || mode.equals("require")));
  }
}
