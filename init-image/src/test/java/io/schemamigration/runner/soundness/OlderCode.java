package io.schemamigration.runner.soundness;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs statements with the rights of an application, and takes them back. */
final class OlderCode implements AutoCloseable {
  /** Each of the statements by itself; empty where it works, else what the server says. */
  private static final String TRY =
      """
      CREATE OR REPLACE FUNCTION harness.try(statements text[]) RETURNS text[]
      LANGUAGE plpgsql AS $$
      DECLARE
        answers text[] := ARRAY[]::text[];
        each text;
      BEGIN
        FOREACH each IN ARRAY statements LOOP
          BEGIN
            EXECUTE each;
            SET CONSTRAINTS ALL IMMEDIATE;
            RAISE EXCEPTION 'taken back' USING ERRCODE = 'ZZ001';
          EXCEPTION
            WHEN SQLSTATE 'ZZ001' THEN answers := answers || ''::text;
            WHEN OTHERS THEN answers := answers || (SQLSTATE || ' ' || SQLERRM);
          END;
        END LOOP;
        RETURN answers;
      END $$\
      """;

  private final Connection connection;
  private String message = "";

  OlderCode(int port, String database) throws SQLException {
    connection =
        DriverManager.getConnection(
            "jdbc:postgresql://127.0.0.1:" + port + "/" + database, "postgres", "");
    run(
        "CREATE SCHEMA harness",
        "DO $$ BEGIN CREATE ROLE older; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        "GRANT USAGE ON SCHEMA harness TO older",
        TRY);
    connection.setAutoCommit(false);
  }

  int release() throws SQLException {
    return connection.getMetaData().getDatabaseMajorVersion();
  }

  void make(List<String> schema) throws SQLException {
    run(schema.toArray(String[]::new));
    connection.commit();
  }

  /** Those that work after the migration. */
  List<String> working(List<String> migration, List<String> statements) throws SQLException {
    var working = new ArrayList<>(statements);
    var failing = failing(migration, statements);
    if (failing != null) {
      working.removeAll(failing);
    }
    return working;
  }

  /** Those that fail after the migration; null where the server refuses the migration itself. */
  @Nullable List<String> failing(List<String> migration, List<String> statements)
      throws SQLException {
    try {
      try {
        run(migration.toArray(String[]::new));
      } catch (SQLException e) {
        return null;
      }
      run("SET LOCAL search_path TO public", "SET LOCAL ROLE older");
      try (var call = connection.prepareStatement("SELECT harness.try(?)")) {
        call.setArray(1, connection.createArrayOf("text", statements.toArray()));
        try (var row = call.executeQuery()) {
          row.next();
          return failed(statements, (String[]) row.getArray(1).getArray());
        }
      }
    } finally {
      connection.rollback();
    }
  }

  private List<String> failed(List<String> statements, String[] answers) {
    var failed = new ArrayList<String>();
    for (int i = 0; i < answers.length; i++) {
      if (!answers[i].isEmpty()) {
        failed.add(statements.get(i));
        message = answers[i];
      }
    }
    return failed;
  }

  /** What the server said last of a statement that failed. */
  String message() {
    return message;
  }

  private void run(String... statements) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
