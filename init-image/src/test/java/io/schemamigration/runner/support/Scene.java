package io.schemamigration.runner.support;

import io.schemamigration.runner.cli.Cli;
import io.schemamigration.runner.cli.output.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An empty real database, a folder of migrations, and the command line at work on both. */
public final class Scene implements AutoCloseable {
  public static final String OWNER = "uid/shop/orders";
  public static final String COUNTER =
      "CREATE TABLE counter (n integer NOT NULL);\nINSERT INTO counter VALUES (0);\n";
  public static final String COUNT = "UPDATE counter SET n = n + 1";

  public final Engine engine;
  public final Path folder;
  private final String name;
  private final boolean dropped;
  private final int port;

  public Scene(Engine engine, Path temp) {
    this(
        engine,
        temp,
        engine == Engine.SQLITE ? temp.resolve("app.db").toString() : Postgres.create(),
        true,
        engine == Engine.SQLITE ? 0 : Postgres.port());
  }

  /** PostgreSQL, in a database that is emptied first and stays; making one takes long. */
  public Scene(Path temp, String database) {
    this(temp, database, Postgres.port());
  }

  /** The same on another server. */
  public Scene(Path temp, String database, int port) {
    this(Engine.POSTGRESQL, temp, database, false, port);
    sql("DROP SCHEMA public CASCADE", "CREATE SCHEMA public");
  }

  private Scene(Engine engine, Path temp, String name, boolean dropped, int port) {
    this.engine = engine;
    this.folder = temp.resolve("migrations");
    this.name = name;
    this.dropped = dropped;
    this.port = port;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return engine == Engine.SQLITE ? "sqlite:" + name : postgresUrl(port);
  }

  /** The database's name, or the file's path. */
  public String name() {
    return name;
  }

  public String postgresUrl(int port) {
    return "postgres://postgres@127.0.0.1:" + port + "/" + name;
  }

  /** Writes a migration; an existing one is replaced. */
  public Scene file(String file, String sql) {
    try {
      Files.createDirectories(folder.resolve(file).getParent());
      Files.writeString(folder.resolve(file), sql);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  public Scene expand(int version, String sql) {
    return file("%03d_step.sql".formatted(version), "-- phase: expand\n" + sql + ";\n");
  }

  public Scene contract(int version, String sql) {
    return file("%03d_step.sql".formatted(version), "-- phase: contract\n" + sql + ";\n");
  }

  /** Versions 1 (the counter's table), 2 (counts, expand), 3 (counts, contract). */
  public Scene counting() {
    return file("001_counter.sql", "-- phase: expand\n" + COUNTER)
        .expand(2, COUNT)
        .contract(3, COUNT);
  }

  public Result migrate(String... args) {
    return migrate(Map.of(), args);
  }

  public static Result migrate(Map<String, String> environment, String... args) {
    return migrateIn(Path.of(""), environment, args);
  }

  /** The same in that working folder. */
  public static Result migrateIn(Path here, Map<String, String> environment, String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int code;
    try (var o = new PrintStream(out, true, StandardCharsets.UTF_8);
        var e = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      code = new Cli(new Console(o, e), environment, here).run(args).code();
    }
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** A verb with this database and this folder. */
  public Result verb(String verb, String... more) {
    return migrate(args(verb, more));
  }

  public Result up(String... more) {
    return verb("up", more);
  }

  public String[] args(String verb, String... more) {
    var args =
        new ArrayList<>(
            List.of(verb, "--url", url(), "--dir", folder.toString(), "--output", "json"));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  /** A step as a Job runs it. */
  public Result step(String step, int number, String... more) {
    return migrate(stepArgs(url(), step, number, more));
  }

  public String[] stepArgs(String url, String step, int number, String... more) {
    var args = new ArrayList<>(List.of("step", step, "--url", url, "--number", "" + number));
    if (!List.of(more).contains("--id")) {
      args.addAll(List.of("--id", id(number)));
    }
    if (!List.of(more).contains("--owner")) {
      args.addAll(List.of("--owner", OWNER));
    }
    if (step.equals("expand") || step.equals("contract")) {
      args.addAll(List.of("--dir", folder.toString()));
    }
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  public static String id(int number) {
    return "ab" + number;
  }

  public Connection connect() throws SQLException {
    return engine == Engine.SQLITE
        ? DriverManager.getConnection("jdbc:sqlite:" + name)
        : DriverManager.getConnection(
            "jdbc:postgresql://127.0.0.1:" + port + "/" + name, "postgres", "");
  }

  public void sql(String... statements) {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same through another port, as a simple query. */
  public String askAt(int port, String sql) {
    return ask(
        () ->
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + name + "?preferQueryMode=simple",
                "postgres",
                ""),
        sql);
  }

  /** All values of a query, columns separated by spaces, rows by commas. */
  public String ask(String sql) {
    return ask(this::connect, sql);
  }

  private static String ask(Connector connector, String sql) {
    try (var connection = connector.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var found = new ArrayList<String>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        var row = new ArrayList<String>();
        for (int i = 1; i <= columns; i++) {
          row.add(String.valueOf(rows.getString(i)));
        }
        found.add(String.join(" ", row));
      }
      return String.join(",", found);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public int counter() {
    return Integer.parseInt(ask("SELECT n FROM counter"));
  }

  public String history() {
    return ask("SELECT version, status FROM schema_migration_history ORDER BY id");
  }

  /** Minimum, maximum and claim. */
  public String window() {
    return ask("SELECT minimum, maximum, claim FROM schema_migration_window");
  }

  public boolean hasTable(String table) {
    var sql =
        engine == Engine.SQLITE
            ? "SELECT count(*) FROM sqlite_master WHERE name = '" + table + "'"
            : "SELECT count(*) FROM pg_class WHERE relname = '" + table + "'";
    return ask(sql).equals("1");
  }

  /** Puts the claim's end into the past. */
  public void expireClaim() {
    sql(
        engine == Engine.SQLITE
            ? "UPDATE schema_migration_window SET claim_expires_at = '2000-01-01T00:00:00.000Z'"
            : "UPDATE schema_migration_window SET claim_expires_at = now() - interval '1 second'");
  }

  @Override
  public void close() {
    if (engine == Engine.POSTGRESQL && dropped) {
      Postgres.drop(name);
    }
  }

  @FunctionalInterface
  private interface Connector {
    Connection connect() throws SQLException;
  }
}
