package io.schemamigration.runner.soundness;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.analysis.Judge;
import io.schemamigration.core.analysis.MigrationJudgement;
import io.schemamigration.core.analysis.postgresql.PostgresJudge;
import io.schemamigration.core.analysis.sqlite.SqliteJudge;
import io.schemamigration.core.analysis.sqlite.SqliteSchema;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.window.Phase;
import io.schemamigration.runner.judge.Judges;
import io.schemamigration.runner.support.Postgres;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * A hundred migrations that nobody should have to wait for: each is expand, and on a real server
 * older code does all that it did before, also when newer code has written its rows.
 */
class HarmlessTest {
  /** A migration, and what is there before it and written after it. */
  private record Case(int since, List<String> before, List<String> migration, List<String> newer) {}

  private final List<String> schema = new ArrayList<>();
  private final List<String> older = new ArrayList<>();
  private final List<Case> cases = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();

  @Test
  void theyAreExpandAndOlderCodeSurvivesThemOnPostgresql() throws Exception {
    read("postgresql.txt");
    var grammar = Judges.postgres();
    var database = Postgres.create();
    try (var connection =
        DriverManager.getConnection(
            "jdbc:postgresql://127.0.0.1:" + Postgres.port() + "/" + database, "postgres", "")) {
      int release = connection.getMetaData().getDatabaseMajorVersion();
      connection.setAutoCommit(false);
      for (var each : cases) {
        var judge = new PostgresJudge(grammar, 18);
        judge.follow(statements(schema, each.before()));
        judged(each, judge);
        if (each.since() <= release) {
          survived(connection, each, List.of());
        }
        connection.rollback();
      }
    }
    Postgres.drop(database);
    assertThat(wrong).isEmpty();
    assertThat(cases).hasSizeGreaterThanOrEqualTo(79);
  }

  @Test
  void theyAreExpandAndOlderCodeSurvivesThemOnSqlite() throws Exception {
    read("sqlite.txt");
    for (var each : cases) {
      var before = statements(schema, each.before());
      var judge = new SqliteJudge(SqliteSchema.EMPTY.after(before));
      judge.follow(before);
      judged(each, judge);
      try (var connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
        run(connection, "PRAGMA foreign_keys = ON");
        survived(connection, each, List.of("PRAGMA foreign_keys = ON"));
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(cases).hasSizeGreaterThanOrEqualTo(24);
  }

  private void read(String name) throws IOException, URISyntaxException {
    cases.add(new Case(0, List.of(), List.of(), List.of())); // what older code does works before
    var file = Path.of(Objects.requireNonNull(getClass().getResource("/harmless/" + name)).toURI());
    for (var block : Files.readString(file).strip().split("\n\n+", -1)) {
      read(block.lines().filter(line -> !line.startsWith("#")).toList());
    }
  }

  private void read(List<String> lines) {
    int since = 0;
    var before = new ArrayList<String>();
    var migration = new ArrayList<String>();
    var newer = new ArrayList<String>();
    for (var line : lines) {
      var text = line.substring(line.indexOf(' ') + 1);
      switch (line.split(" ", 2)[0]) {
        case "@schema" -> schema.add(text);
        case "@old" -> older.add(text);
        case "@before" -> before.add(text);
        case "@new" -> newer.add(text);
        case "@since" -> since = Integer.parseInt(text);
        default -> migration.add(line);
      }
    }
    if (!migration.isEmpty()) {
      cases.add(new Case(since, before, migration, newer));
    }
  }

  private static List<Statement> statements(List<String> sql, List<String> more) {
    var statements = new ArrayList<Statement>();
    sql.forEach(each -> statements.add(new Statement(each, 1)));
    more.forEach(each -> statements.add(new Statement(each, 1)));
    return statements;
  }

  private void judged(Case one, Judge judge) {
    var judgement = MigrationJudgement.of("1.sql", statements(one.migration(), List.of()), judge);
    if (judgement.phase() != Phase.EXPAND) {
      wrong.add(one.migration() + " is " + judgement.phase() + ": " + judgement.findings());
    }
  }

  private void survived(Connection connection, Case one, List<String> afterwards)
      throws SQLException {
    for (var sql : List.of(schema, one.before(), one.migration(), afterwards, one.newer())) {
      for (var statement : sql) {
        var said = run(connection, statement);
        if (!said.isEmpty()) {
          wrong.add(one.migration() + ": " + statement + ": " + said);
          return;
        }
      }
    }
    for (var statement : older) {
      run(connection, "SAVEPOINT s");
      var said = run(connection, statement);
      if (!said.isEmpty()) {
        wrong.add(one.migration() + " breaks " + statement + ": " + said);
      }
      run(connection, "ROLLBACK TO s");
    }
  }

  /** What is wrong; empty when nothing is. */
  private static String run(Connection connection, String sql) {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
      return "";
    } catch (SQLException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
