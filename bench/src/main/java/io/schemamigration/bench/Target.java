package io.schemamigration.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * A database to migrate.
 *
 * @param name of the database, or the file's path
 * @param port of the server; 0 for SQLite
 * @param direct port without a proxy; 0 for SQLite
 */
record Target(String name, int port, int direct) {
  static final String USER = "bench";
  static final String PASSWORD = "bench-password";

  boolean postgresql() {
    return port != 0;
  }

  String url() {
    return postgresql()
        ? "postgres://" + USER + ":" + PASSWORD + "@127.0.0.1:" + port + "/" + name
        : "sqlite:" + name;
  }

  String jdbc() {
    return postgresql()
        ? "jdbc:postgresql://127.0.0.1:" + port + "/" + name
        : "jdbc:sqlite:" + name;
  }

  Connection connect() throws SQLException {
    return postgresql()
        ? DriverManager.getConnection(
            "jdbc:postgresql://127.0.0.1:" + direct + "/" + name, USER, PASSWORD)
        : DriverManager.getConnection(jdbc());
  }

  void run(String sql) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  long ask(String sql) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
