package io.schemamigration.runner.soundness;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.analysis.MigrationJudgement;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.analysis.sqlite.SqliteJudge;
import io.schemamigration.core.analysis.sqlite.SqliteSchema;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlSplitter;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.window.Phase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random schemas, random migrations, random statements of older code, all on a real SQLite: what is
 * judged expand never breaks one of them. Rows that a migration writes are left out: they can stand
 * in the way of older code's, as anybody's can.
 */
class SqliteSoundnessTest {
  private static final int CASES = 10_000;
  private static final long SEED = 20261121;

  private final Random random = new Random(SEED);
  private final Map<String, List<String>> columns = new HashMap<>();
  private final Map<String, String> strict = new HashMap<>();
  private int expands;
  private int others;
  private int refusals;

  /** A schema, what changes it, and what older code does. */
  private record Case(List<String> schema, List<String> migration, List<String> old) {
    /** One statement less: of the schema, then of the migration, then of older code. */
    Case without(int at) {
      var lists =
          List.of(new ArrayList<>(schema), new ArrayList<>(migration), new ArrayList<>(old));
      int left = at;
      for (var list : lists) {
        if (left >= 0 && left < list.size()) {
          list.remove(left);
          break;
        }
        left -= list.size();
      }
      return new Case(lists.get(0), lists.get(1), lists.get(2));
    }

    int size() {
      return schema.size() + migration.size() + old.size();
    }
  }

  @Test
  void whatIsJudgedExpandNeverBreaksOlderCode() throws SQLException {
    for (int i = 0; i < CASES; i++) {
      var found = any();
      var broken = broken(found);
      if (!broken.isEmpty()) {
        var small = shrunk(found);
        assertThat(broken(small)).as("case %s: %s", i, small).isEmpty();
      }
    }
    assertThat(expands).isGreaterThan(CASES / 20);
    assertThat(others).isGreaterThan(CASES / 20);
    assertThat(refusals).isPositive();
  }

  /** The first statement of older code that worked before, and doesn't afterwards. */
  private String broken(Case c) throws SQLException {
    var schema = SqliteSchema.EMPTY.after(statements(c.schema()));
    var judgement =
        MigrationJudgement.of("1.sql", statements(c.migration()), new SqliteJudge(schema));
    if (judgement.phase() != Phase.EXPAND) {
      others++;
      return "";
    }
    try (var before = DriverManager.getConnection("jdbc:sqlite::memory:");
        var after = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      for (var database : List.of(before, after)) {
        run(database, "PRAGMA foreign_keys = ON");
        c.schema().forEach(s -> run(database, s));
      }
      run(after, "PRAGMA foreign_keys = OFF");
      for (var statement : c.migration()) {
        if (!run(after, statement).isEmpty()) {
          return ""; // it fails, and nothing of it stays
        }
      }
      run(after, "PRAGMA foreign_keys = ON");
      expands++;
      for (var statement : c.old()) {
        run(before, "SAVEPOINT s");
        run(after, "SAVEPOINT s");
        var was = run(before, statement);
        var is = run(after, statement);
        if (was.isEmpty() && !is.isEmpty() && !isTold(judgement, statement, is)) {
          return statement + ": " + is;
        }
        // what works in one of the two leaves no rows behind that others could meet
        var end = was.isEmpty() && is.isEmpty() ? "RELEASE s" : "ROLLBACK TO s";
        run(before, end);
        run(after, end);
      }
      return "";
    }
  }

  /** Where rows of a new table refer to older ones, people are told that those can't be deleted. */
  private boolean isTold(MigrationJudgement judgement, String statement, String refused) {
    boolean told =
        statement.startsWith("DELETE FROM p ")
            && refused.contains("FOREIGN KEY")
            && judgement.findings().stream().anyMatch(f -> f.rule() == Rule.SQLITE_FOREIGN_KEY);
    refusals += told ? 1 : 0;
    return told;
  }

  private static List<Statement> statements(List<String> sql) {
    return SqlSplitter.split(Dialect.SQLITE, String.join(";\n", sql), 1);
  }

  /** What is wrong; empty when nothing is. */
  private static String run(Connection database, String sql) {
    try (var statement = database.createStatement()) {
      statement.execute(sql);
      return "";
    } catch (SQLException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Leaves out whatever it is broken without. */
  private Case shrunk(Case broken) throws SQLException {
    var small = broken;
    boolean smaller = true;
    while (smaller) {
      smaller = false;
      for (int at = 0; at < small.size() && !smaller; at++) {
        var fewer = small.without(at);
        if (!broken(fewer).isEmpty()) {
          small = fewer;
          smaller = true;
        }
      }
    }
    return small;
  }

  private Case any() {
    var schema = new ArrayList<String>();
    for (var table : List.of("p", "c")) {
      var made =
          new ArrayList<String>(
              List.of("id INTEGER PRIMARY KEY", "a " + column(), "b " + column()));
      if (table.equals("c")) {
        made.add("p INT" + pick(" REFERENCES p(id)", ""));
      }
      columns.put(table, made);
      strict.put(table, random.nextInt(6) == 0 ? " STRICT" : "");
      schema.add(
          "CREATE TABLE " + table + " (" + String.join(", ", made) + ")" + strict.get(table));
    }
    if (random.nextBoolean()) {
      schema.add("CREATE " + pick("", "UNIQUE ") + "INDEX i ON c (" + pick("a", "b", "a, b") + ")");
    }
    if (random.nextInt(3) == 0) {
      schema.add("CREATE VIEW v AS SELECT a, b FROM p");
    }
    if (random.nextInt(4) == 0) {
      schema.add("CREATE TRIGGER g AFTER INSERT ON c BEGIN UPDATE p SET b = NEW.b; END");
    }
    for (int i = 0; i < 3; i++) {
      schema.add("INSERT INTO p (a, b) VALUES (" + value() + ", " + value() + ")");
      schema.add("INSERT INTO c (a, b, p) VALUES (" + value() + ", " + value() + ", 1)");
    }
    var migration = new ArrayList<String>();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      migration.addAll(change());
    }
    var old = new ArrayList<String>();
    for (int i = 0; i < 12; i++) {
      old.add(use());
    }
    return new Case(schema, migration, old);
  }

  private String column() {
    return pick("INT", "TEXT", "TEXT", "BLOB", "REAL")
        + pick("", "", " NOT NULL DEFAULT 1", " DEFAULT 'x'", " UNIQUE", " CHECK (a <> 7)");
  }

  private String added() {
    return pick("INT", "TEXT", "VARCHAR(3)", "REAL")
        + pick(
            "",
            "",
            " DEFAULT 1",
            " NOT NULL DEFAULT 'x'",
            " NOT NULL",
            " CHECK (n > 3)",
            " REFERENCES p(id)",
            " AS (a + 1)",
            " NOT NULL AS (json(a))");
  }

  private List<String> change() {
    var table = pick("p", "c");
    return switch (random.nextInt(18)) {
      case 0, 1, 2 ->
          List.of("ALTER TABLE " + table + " ADD COLUMN " + pick("n", "m") + " " + added());
      case 3 ->
          List.of(
              "CREATE TABLE n (id INTEGER PRIMARY KEY, a "
                  + pick("INT", "INT REFERENCES p(id) ON DELETE RESTRICT")
                  + ")");
      case 4 ->
          List.of(
              "CREATE "
                  + pick("", "UNIQUE ")
                  + "INDEX "
                  + pick("i", "j")
                  + " ON "
                  + table
                  + " ("
                  + pick("a", "b", "json(a)", "a -> '$'", "abs(b)")
                  + ")");
      case 5 ->
          List.of(
              "CREATE INDEX k ON "
                  + table
                  + " (a) WHERE "
                  + pick("b > 1", "a IS NOT NULL", "json(b) = 1", "a LIKE b"));
      case 6 -> List.of(pick("DROP INDEX i", "DROP VIEW v", "DROP TRIGGER g", "DROP TABLE c"));
      case 7 ->
          List.of(
              "ALTER TABLE "
                  + table
                  + pick(" DROP COLUMN a", " RENAME COLUMN a TO z", " RENAME TO z"));
      case 8 ->
          List.of(
              "ALTER TABLE "
                  + table
                  + pick(
                      " ALTER COLUMN a SET NOT NULL",
                      " ADD CHECK (a <> 1)",
                      " ALTER COLUMN a DROP NOT NULL"));
      case 9 -> List.of(pick("DELETE FROM p", "INSERT INTO n (a) VALUES (1)"));
      case 10 -> List.of("CREATE VIEW w AS SELECT * FROM " + table);
      case 11 ->
          List.of(
              "CREATE TRIGGER h AFTER INSERT ON "
                  + pick("p", "c", "n")
                  + " BEGIN "
                  + pick("UPDATE n SET a = 1", "DELETE FROM p", "SELECT RAISE(ABORT, 'no')")
                  + "; END");
      case 12 ->
          List.of(
              "CREATE TABLE r (a INT)",
              "ALTER TABLE r ADD b INT NOT NULL DEFAULT 1",
              "CREATE UNIQUE INDEX ri ON r (a)",
              "DROP TABLE r");
      default -> recreate(table);
    };
  }

  private List<String> recreate(String table) {
    boolean child = table.equals("c");
    // mostly as they were: a difference has to be told from none
    var columns = new ArrayList<>(this.columns.get(table));
    if (random.nextInt(3) == 0) {
      columns.set(1, "a " + column());
    }
    if (random.nextInt(5) == 0) {
      columns.set(2, "b " + column());
    }
    int narrowed = 1 + random.nextInt(6);
    if (narrowed < 3 && !columns.get(narrowed).contains("NOT NULL")) {
      columns.set(narrowed, columns.get(narrowed) + " NOT NULL");
    }
    if (child && random.nextInt(5) == 0) {
      columns.set(3, "p INT" + pick(" REFERENCES p(id)", ""));
    }
    var copied = child ? "id, a, b, p" : "id, a, b";
    if (random.nextInt(3) == 0) {
      columns.add("n " + added());
    }
    var names = copied;
    switch (random.nextInt(8)) {
      case 0 -> copied = copied.replace("a", "CAST(a AS TEXT)");
      case 1 -> copied = copied.replace("a, b", "b, a");
      case 2 -> columns.set(1, "z " + column());
      default -> {}
    }
    if (columns.get(1).startsWith("z")) {
      names = names.replace("a", "z");
    }
    var all = new ArrayList<String>();
    all.add(
        "CREATE TABLE t_new ("
            + String.join(", ", columns)
            + ")"
            + (random.nextInt(5) == 0 ? " STRICT" : strict.get(table)));
    all.add(
        "INSERT INTO t_new ("
            + names
            + ") SELECT "
            + copied
            + " FROM "
            + table
            + pick("", "", " WHERE id > 2"));
    if (random.nextInt(6) == 0) {
      all.add("CREATE UNIQUE INDEX ti ON t_new (b)");
    }
    all.add("DROP TABLE " + table);
    all.add("ALTER TABLE t_new RENAME TO " + table);
    if (child && random.nextBoolean()) {
      all.add("CREATE INDEX i ON c (" + pick("a", "b") + ")");
    }
    if (child && random.nextBoolean()) {
      all.add("CREATE TRIGGER g AFTER INSERT ON c BEGIN UPDATE p SET b = NEW.b; END");
    }
    return all;
  }

  /** Names its columns. */
  private String use() {
    var table = pick("p", "c");
    return switch (random.nextInt(9)) {
      case 0, 1 -> "INSERT INTO " + table + " (a, b) VALUES (" + value() + ", " + value() + ")";
      case 2 -> "INSERT INTO " + table + " (a) VALUES (" + value() + ")";
      case 3 ->
          "UPDATE "
              + table
              + " SET "
              + pick("a", "b")
              + " = "
              + value()
              + " WHERE id = "
              + (1 + random.nextInt(3));
      case 4 -> "DELETE FROM " + table + " WHERE id = " + (1 + random.nextInt(3));
      case 5 ->
          "SELECT a, b FROM "
              + pick("p", "c", "v")
              + " WHERE id > 0 OR a = 1"
                  .replace("id > 0 OR ", random.nextBoolean() ? "" : "b = 1 OR ");
      case 6 -> "SELECT p.a, c.b FROM p JOIN c ON c.p = p.id";
      case 7 ->
          "INSERT INTO c (a, b, p) VALUES ("
              + value()
              + ", "
              + value()
              + ", 2) ON CONFLICT ("
              + pick("a", "b", "id")
              + ") DO NOTHING";
      default -> "INSERT INTO p DEFAULT VALUES";
    };
  }

  private String value() {
    return pick("NULL", "1", "2", "7", "'x'", "'{'", "x'00'");
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
