package io.schemamigration.runner.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarFile;

/** One real PostgreSQL for all tests of this JVM; each test has a database of its own. */
public final class Postgres {
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static final EmbeddedPostgres SERVER = start();

  private Postgres() {}

  /** Whether the build runs these tests on it besides the usual one. */
  static boolean isOfAnotherRelease() {
    return System.getProperty("postgres.binaries") != null;
  }

  private static EmbeddedPostgres start() {
    try {
      var builder =
          EmbeddedPostgres.builder()
              .setServerConfig("fsync", "off")
              .setServerConfig("max_connections", "60");
      var other = System.getProperty("postgres.binaries");
      if (other != null) {
        builder.setPgBinaryResolver((system, machine) -> binaries(Path.of(other)));
      }
      var server = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The archive within the jar of another release of PostgreSQL than the usual one. */
  private static InputStream binaries(Path jar) throws IOException {
    try (var file = new JarFile(jar.toFile())) {
      var archive =
          file.stream()
              .filter(entry -> entry.getName().endsWith(".txz"))
              .findFirst()
              .orElseThrow(() -> new IOException(jar + " has no archive"));
      return new ByteArrayInputStream(file.getInputStream(archive).readAllBytes());
    }
  }

  private static void close(EmbeddedPostgres server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static int port() {
    return SERVER.getPort();
  }

  /** Makes an empty database. */
  public static String create() {
    var name = "scene" + DATABASES.incrementAndGet();
    admin("CREATE DATABASE " + name);
    return name;
  }

  public static void drop(String name) {
    // WITH (FORCE) came with PostgreSQL 13; a session that was ended still takes a moment to go
    admin(
        "ALTER DATABASE " + name + " ALLOW_CONNECTIONS false",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'",
        "DROP DATABASE " + name);
  }

  /** Runs statements as the superuser, outside of the tests' databases. */
  public static void admin(String... statements) {
    try (var connection = SERVER.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first value of a query. */
  public static String tell(String sql) {
    try (var connection = SERVER.getPostgresDatabase().getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A user that has to give a password, unlike the others of this server. */
  public static void user(String name, String password) {
    admin("DROP ROLE IF EXISTS " + name);
    admin(
        "SET password_encryption = 'scram-sha-256'", // PostgreSQL 13's default is still md5
        "CREATE ROLE " + name + " LOGIN PASSWORD '" + password + "'");
    try (var connection = SERVER.getPostgresDatabase().getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery("SHOW hba_file")) {
      row.next();
      var file = Path.of(row.getString(1));
      var line = "host all " + name + " 127.0.0.1/32 scram-sha-256\n";
      Files.writeString(file, line + Files.readString(file));
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
    admin("SELECT pg_reload_conf()");
  }
}
