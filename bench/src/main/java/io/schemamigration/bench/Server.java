package io.schemamigration.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** A PostgreSQL of its own, as it comes: on disk, with fsync, and with SCRAM for who logs in. */
final class Server implements AutoCloseable {
  private final AtomicInteger databases = new AtomicInteger();
  private final EmbeddedPostgres postgres;

  Server() throws IOException, SQLException {
    postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .start();
    admin("CREATE ROLE " + Target.USER + " LOGIN PASSWORD '" + Target.PASSWORD + "'");
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery("SHOW hba_file")) {
      row.next();
      var file = Path.of(row.getString(1));
      var line = "host all " + Target.USER + " 127.0.0.1/32 scram-sha-256\n";
      Files.writeString(file, line + Files.readString(file));
    }
    admin("SELECT pg_reload_conf()");
  }

  int port() {
    return postgres.getPort();
  }

  String version() throws SQLException {
    try (var connection = postgres.getPostgresDatabase().getConnection()) {
      return connection.getMetaData().getDatabaseProductVersion();
    }
  }

  /** An empty database, reached through that port. */
  Target create(int port) throws SQLException {
    var name = "bench" + databases.incrementAndGet();
    admin("CREATE DATABASE " + name + " OWNER " + Target.USER);
    return new Target(name, port, port());
  }

  void drop(Target target) throws SQLException {
    admin("DROP DATABASE " + target.name() + " WITH (FORCE)");
  }

  /** What was written before isn't written to disk while something else is measured. */
  void checkpoint() throws SQLException {
    admin("CHECKPOINT");
  }

  private void admin(String sql) throws SQLException {
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
