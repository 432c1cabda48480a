package io.schemamigration.runner.soundness;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.source.read.Inventory;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.window.Phase;
import io.schemamigration.runner.judge.Judges;
import io.schemamigration.runner.judge.PhaseJudge;
import io.schemamigration.runner.support.Postgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The list of {@code expert/not-expand.txt}, which a judge and a server have to agree on. */
class ExpertListTest {
  /**
   * One of the list.
   *
   * @param phase that it has
   * @param since PostgreSQL's release that shows it; 0: every one
   * @param older works before, and not, or otherwise, afterwards; null where that isn't shown
   */
  record Entry(
      Dialect dialect,
      Phase phase,
      int since,
      List<String> before,
      List<String> does,
      @Nullable String older) {
    @Override
    public String toString() {
      return dialect + " " + String.join("; ", does);
    }
  }

  private static final List<String> POSTGRESQL =
      List.of(
          "CREATE TABLE t (id bigint PRIMARY KEY, a int, c text NOT NULL DEFAULT 'd', k int UNIQUE)",
          "INSERT INTO t VALUES (1, 1, 'x', 1), (2, 2, 'y', 2)",
          "CREATE TABLE u (id bigint PRIMARY KEY, t_id bigint, z int)",
          "INSERT INTO u VALUES (1, 1, 5)",
          "CREATE TABLE e (id int)",
          "CREATE TABLE d (id int, doc jsonb, tags text[], raw bytea, note text)",
          "CREATE VIEW v AS SELECT id, a FROM t",
          "CREATE SEQUENCE s",
          "CREATE TYPE mood AS ENUM ('ok', 'bad')",
          "CREATE FUNCTION f(n int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
          "CREATE INDEX t_a ON t (a)");

  private static final List<String> SQLITE =
      List.of(
          "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, c TEXT)",
          "INSERT INTO t VALUES (1, 1, 'x'), (2, 2, 'y')",
          "CREATE TABLE u (id INTEGER PRIMARY KEY, t_id INT, z INT)",
          "INSERT INTO u VALUES (1, 1, 5)",
          "CREATE TABLE e (id INTEGER PRIMARY KEY, doc TEXT)",
          "CREATE VIEW v AS SELECT id, a FROM t",
          "CREATE UNIQUE INDEX u_z ON u (z)");

  static List<Entry> entries() throws IOException {
    String text;
    try (var file = ExpertListTest.class.getResourceAsStream("/expert/not-expand.txt")) {
      text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    }
    var entries = new ArrayList<Entry>();
    for (var block : text.split("\n\n+", -1)) {
      var lines = block.lines().filter(line -> !line.startsWith("#")).toList();
      if (!lines.isEmpty()) {
        entries.add(entry(lines));
      }
    }
    return entries;
  }

  private static Entry entry(List<String> lines) {
    var head = lines.getFirst().split(" ", -1);
    var dialect = Dialect.valueOf(head[0].toUpperCase(Locale.ROOT));
    var before = new ArrayList<>(dialect == Dialect.SQLITE ? SQLITE : POSTGRESQL);
    before.addAll(after(lines, "before "));
    var older = after(lines, "older ");
    return new Entry(
        dialect,
        Phase.valueOf(head[1].toUpperCase(Locale.ROOT)),
        head.length > 3 ? Integer.parseInt(head[3]) : 0,
        before,
        after(lines, "do "),
        older.isEmpty() ? null : older.getFirst());
  }

  private static List<String> after(List<String> lines, String word) {
    return lines.stream()
        .filter(line -> line.startsWith(word))
        .map(line -> line.substring(word.length()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void noneIsTakenForExpand(Entry entry) throws SourceException {
    var files = List.of(file("001_before.sql", entry.before()), file("002_does.sql", entry.does()));
    var source = Inventory.of(files).read(entry.dialect());
    var second = source.migrations().get(1).version();
    var judge = new PhaseJudge(entry.dialect(), new Judges(entry.dialect(), Judges.ANY_RELEASE));

    var phase = judge.settle(source, Set.of(second)).migrations().get(1).phase();

    // what nobody can tell has no phase, and waits for a person like what is offline
    assertThat(phase == null ? Phase.OFFLINE : phase).isEqualTo(entry.phase());
  }

  private static SourceFile file(String name, List<String> statements) {
    var text = String.join(";\n", statements) + ";\n";
    return new SourceFile(name, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theServerShowsThatOlderCodeBreaks() throws SQLException, IOException {
    var unchanged = new ArrayList<String>();
    var database = Postgres.create();
    var url = "jdbc:postgresql://127.0.0.1:" + Postgres.port() + "/" + database;
    try (var connection = DriverManager.getConnection(url, "postgres", "")) {
      int release = connection.getMetaData().getDatabaseMajorVersion();
      connection.setAutoCommit(false);
      for (var entry : entries()) {
        boolean shown = entry.dialect() == Dialect.POSTGRESQL && entry.since() <= release;
        if (shown && entry.older() != null && !changes(connection, entry, entry.older())) {
          unchanged.add(entry.toString());
        }
        connection.rollback();
      }
    }
    Postgres.drop(database);
    assertThat(unchanged).isEmpty();
  }

  @Test
  void sqliteShowsThatOlderCodeBreaks() throws SQLException, IOException {
    var unchanged = new ArrayList<String>();
    for (var entry : entries()) {
      if (entry.dialect() == Dialect.SQLITE && entry.older() != null) {
        try (var connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
          connection.setAutoCommit(false);
          if (!changes(connection, entry, entry.older())) {
            unchanged.add(entry.toString());
          }
          connection.rollback();
        }
      }
    }
    assertThat(unchanged).isEmpty();
  }

  /** Whether older code, which works before, gets an error or other rows afterwards. */
  private static boolean changes(Connection connection, Entry entry, String older)
      throws SQLException {
    run(connection, entry.before());
    var savepoint = connection.setSavepoint();
    var before = rows(connection, older);
    connection.rollback(savepoint);
    run(connection, entry.does());
    if (entry.dialect() == Dialect.POSTGRESQL) {
      run(connection, List.of("DISCARD PLANS")); // other sessions have none
    }
    try {
      return !rows(connection, older).equals(before);
    } catch (SQLException e) {
      return true;
    }
  }

  private static void run(Connection connection, List<String> statements) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    var rows = new ArrayList<String>();
    try (var statement = connection.createStatement()) {
      if (statement.execute(sql)) {
        var result = statement.getResultSet();
        while (result.next()) {
          rows.add(String.valueOf(result.getString(1)));
        }
      }
    }
    return rows;
  }
}
