package io.schemamigration.e2e.cluster;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A PostgreSQL on this machine that pods reach at the address of Docker's bridge, and that asks
 * them for their password (SCRAM).
 */
public final class PostgresFixture implements AutoCloseable {
  private static final String BRIDGE = "docker0";
  private static final Duration START = Duration.ofMinutes(1);

  private final EmbeddedPostgres server;
  private final String host;
  private final Path rules;
  private final AtomicInteger next = new AtomicInteger(1);

  private PostgresFixture(EmbeddedPostgres server, String host, Path rules) {
    this.server = server;
    this.host = host;
    this.rules = rules;
  }

  static PostgresFixture start() {
    try {
      var host = bridge();
      var rules = Files.createTempFile("pg_hba", ".conf");
      // the server runs as a user of its own when the tests run as root
      Files.writeString(
          rules,
          """
          local all all trust
          host all postgres 127.0.0.1/32 trust
          host all all all scram-sha-256
          """);
      rules.toFile().setReadable(true, false);
      var server =
          EmbeddedPostgres.builder()
              .setServerConfig("listen_addresses", "127.0.0.1," + host)
              .setServerConfig("hba_file", rules.toString())
              .setPGStartupWait(START)
              .start();
      return new PostgresFixture(server, host, rules);
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL for the tests did not start", e);
    }
  }

  private static String bridge() throws IOException {
    var bridge = NetworkInterface.getByName(BRIDGE);
    if (bridge == null) {
      throw new IOException(
          "this machine has no network interface " + BRIDGE + ": pods could not reach it");
    }
    return bridge
        .inetAddresses()
        .filter(Inet4Address.class::isInstance)
        .map(InetAddress::getHostAddress)
        .findFirst()
        .orElseThrow(() -> new IOException(BRIDGE + " has no IPv4 address"));
  }

  /** A new, empty database with an owner of its own. */
  public Database createDatabase() {
    var name = "app_" + next.getAndIncrement();
    var password = "secret of " + name;
    execute("CREATE ROLE " + name + " LOGIN PASSWORD '" + password + "'");
    execute("CREATE DATABASE " + name + " OWNER " + name);
    return new Database(host, server.getPort(), name, name, password);
  }

  /** Runs a statement as the server's superuser, outside any test's database. */
  public void execute(String sql) {
    try (var connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(rules);
  }

  /**
   * One database.
   *
   * @param host the address at which pods and tests reach it
   * @param port its port
   * @param name its name
   * @param user its owner
   * @param password the owner's
   */
  public record Database(String host, int port, String name, String user, String password) {
    /** The URL without credentials. */
    public String url() {
      return "jdbc:postgresql://" + host + ":" + port + "/" + name;
    }

    /** A connection as the owner, the way a pod connects. */
    public Connection connect() throws SQLException {
      return DriverManager.getConnection(url(), user, password);
    }
  }
}
