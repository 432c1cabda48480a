package io.schemamigration.runner.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Another process that has a SQLite database open, after it ran some statements on it. */
public final class OtherProcess implements AutoCloseable {
  private final Process process;

  public OtherProcess(String database, String... statements) {
    var args = new ArrayList<>(List.of(database));
    args.addAll(List.of(statements));
    try {
      process =
          JavaProcess.of(OtherProcess.class, args.toArray(String[]::new))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      var out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      if (!"ready".equals(out.readLine())) {
        throw new IllegalStateException("the other process didn't come so far");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The other process: runs the statements, says so, and stays until it is ended. */
  public static void main(String[] args) throws SQLException, InterruptedException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + args[0]);
        var statement = connection.createStatement()) {
      for (int i = 1; i < args.length; i++) {
        statement.execute(args[i]);
      }
      System.out.println("ready");
      Thread.sleep(120_000);
    }
  }

  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    end();
  }

  /** Kills it, if it hasn't been before. */
  public void end() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
