package io.schemamigration.runner.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import io.schemamigration.runner.support.Sleep;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A statement that runs in batches: each row once, and nobody's way is blocked. */
public class BackfillTest extends DatabaseTest {
  /** The common pool has one thread on a small machine. */
  public static final Executor THREADS = command -> Thread.ofPlatform().start(command);

  public static final String ROWS =
      "CREATE TABLE orders (id integer PRIMARY KEY, n integer NOT NULL);\n";

  public static String numbers(int rows) {
    return "WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g WHERE i < "
        + rows
        + ") INSERT INTO orders SELECT i * 10, 0 FROM g;\n";
  }

  public static String backfill(String mark) {
    return "-- backfill: orders.id "
        + mark
        + "\nUPDATE orders SET n = n + 1 WHERE id BETWEEN :from AND :upto;\n";
  }

  private Result up(String... more) {
    return scene.up(more);
  }

  private void rows(int rows) {
    scene.file("001_orders.sql", "-- phase: expand\n" + ROWS + numbers(rows));
    assertThat(scene.up().code()).isZero();
  }

  private String sums() {
    return scene.ask("SELECT min(n), max(n), count(*) FROM orders");
  }

  private String position() {
    return scene.ask(
        "SELECT metadata FROM schema_migration_history WHERE id ="
            + " (SELECT max(id) FROM schema_migration_history)");
  }

  @Test
  void everyRowIsChangedOnce() {
    rows(50);
    scene.file("002_fill.sql", backfill("batch 5 pause 0"));

    var result = up();

    assertThat(result.code()).as(result.text()).isZero();
    assertThat(result.err())
        .contains("backfill of orders.id from 10 to 500, batches of up to 5")
        .contains("backfill of orders.id is done: 50 rows changed, 10 batches");
    assertThat(sums()).isEqualTo("1 1 50");
    assertThat(scene.history()).isEqualTo("1 completed,2 completed");
    assertThat(scene.window()).isEqualTo("0 2 null");
    assertThat(position()).contains("\"at\"").contains("500");
  }

  @Test
  void aTableWithoutRowsIsNoWork() {
    rows(0 + 1);
    scene.sql("DELETE FROM orders");
    scene.file("002_fill.sql", backfill("batch 5"));

    assertThat(up().code()).isZero();
    assertThat(scene.history()).isEqualTo("1 completed,2 completed");
  }

  @Test
  void theStatementsAroundItRunInTheirOrder() {
    rows(7);
    scene.file(
        "002_fill.sql",
        "ALTER TABLE orders ADD COLUMN double integer;\n-- backfill: orders.id batch 2 pause 0\n"
            + "UPDATE orders SET double = id * 2 WHERE id BETWEEN :from AND :upto;\n"
            + "CREATE TABLE done (x integer);\n"
            + backfill("batch 3 pause 0"));

    var result = up();

    assertThat(result.code()).as(result.text()).isZero();
    assertThat(sums()).isEqualTo("1 1 7");
    assertThat(scene.ask("SELECT sum(double) FROM orders")).isEqualTo("560");
    assertThat(scene.hasTable("done")).isTrue();
  }

  /** Half of the rows are there no more when it comes to them, others are new. */
  @Test
  void rowsThatGoAreLeftOutAndRowsThatComeLaterAreNotItsBusiness() {
    rows(40);
    scene.file("002_fill.sql", backfill("batch 10 pause 400ms"));
    var run = CompletableFuture.supplyAsync(() -> up(), THREADS);
    Sleep.until(() -> !scene.ask("SELECT count(*) FROM orders WHERE n = 1").equals("0"));
    scene.sql(
        "DELETE FROM orders WHERE id > 300 AND id < 400",
        "INSERT INTO orders VALUES (395, 0), (5, 0), (1000, 0)");

    assertThat(run.join().code()).as(run.join().text()).isZero();
    assertThat(scene.ask("SELECT id FROM orders WHERE n <> 1 ORDER BY id")).isEqualTo("5,1000");
    assertThat(scene.ask("SELECT n FROM orders WHERE id = 395")).isEqualTo("1");
  }

  @Test
  void afterAnErrorTheCorrectedFileGoesOnBehindWhatIsDone() {
    rows(50);
    fails("batch 5 pause 0");

    scene.file("002_fill.sql", backfill("batch 7 pause 0"));
    var again = up();

    assertThat(again.code()).as(again.text()).isZero();
    assertThat(again.err()).contains("continues after 300");
    assertThat(scene.history()).isEqualTo("1 completed,2 failed,2 completed");
    assertThat(scene.ask("SELECT n, count(*) FROM orders GROUP BY n ORDER BY n"))
        .isEqualTo("1 50,71 1");
  }

  /** A rule that the row in the middle breaks. */
  private void fails(String mark) {
    scene.sql("DROP TABLE orders", ROWS.replace("NOT NULL)", "NOT NULL CHECK (n <> 71))"));
    scene.sql(numbers(50), "INSERT INTO orders VALUES (305, 70)");
    scene.file("002_fill.sql", backfill(mark));
    var failed = up();
    assertThat(failed.code()).as(failed.text()).isEqualTo(1);
    assertThat(failed.json().at("/failure/statement").asInt()).isEqualTo(1);
    assertThat(failed.json().at("/failure/line").asInt()).isEqualTo(2);
    assertThat(failed.json().at("/failure/hint").asText())
        .contains("Its batches up to orders.id = 300 are kept", "continues after them");
    assertThat(scene.ask("SELECT count(*) FROM orders WHERE n = 1")).isEqualTo("30");
    assertThat(scene.verb("repair").json().at("/leftovers/0/found").asText())
        .isEqualTo(
            "statement 1, a backfill of orders.id, is halfway: done up to 300 (of 500), 30 rows"
                + " changed");
    allow71();
  }

  private void allow71() {
    scene.sql(
        "CREATE TABLE other (id integer PRIMARY KEY, n integer NOT NULL)",
        "INSERT INTO other SELECT * FROM orders",
        "DROP TABLE orders",
        "ALTER TABLE other RENAME TO orders");
  }

  @Test
  void anotherKeyIsNoWayToGoOnButANewBeginningIs() {
    rows(50);
    fails("batch 5 pause 0");
    scene.sql("CREATE INDEX by_n ON orders (n)");
    scene.file("002_fill.sql", backfill("batch 7").replace("orders.id", "orders.n"));

    var refused = up();
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.text())
        .contains("was a backfill of orders.id", "done up to 300", "mark-rolled-back 2");

    var args = scene.args("mark-rolled-back");
    var marked =
        Scene.migrate(
            java.util.Map.of(),
            java.util.stream.Stream.concat(
                    java.util.stream.Stream.of(args[0], "2"), java.util.Arrays.stream(args).skip(1))
                .toArray(String[]::new));
    assertThat(marked.text()).contains("backfill of orders.id", "done up to 300");
    scene.file("002_fill.sql", backfill("batch 7 pause 0"));
    var anew = up();
    assertThat(anew.code()).as(anew.text()).isZero();
    assertThat(anew.err()).contains("from 10 to 500");
    assertThat(scene.ask("SELECT count(*) FROM orders WHERE n = 2")).isEqualTo("30");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nowhere.id   | there is no table nowhere
          orders.nr    | has no column nr
          orders.n     | no index begins with orders.n
          seen.id      | no
          loose.k      | loose.k is NULL in some rows
          """)
  void whatCantBeWalkedThroughIsRefusedBeforeAnythingIsDone(String of, String message) {
    rows(5);
    scene.sql(
        "CREATE VIEW seen AS SELECT * FROM orders",
        "CREATE TABLE loose (k integer, n integer)",
        "CREATE INDEX by_k ON loose (k)",
        "INSERT INTO loose VALUES (1, 1), (NULL, 2)");
    scene.file("002_fill.sql", "-- phase: expand\n" + backfill("batch 5").replace("orders.id", of));

    var refused = up();

    assertThat(refused.code()).as(refused.text()).isEqualTo(3);
    assertThat(refused.json().at("/failure/file").asText()).isEqualTo("002_fill.sql");
    assertThat(refused.json().at("/failure/line").asInt()).isEqualTo(3);
    assertThat(refused.json().at("/failure/message").asText()).contains(message);
    assertThat(refused.json().at("/failure/hint").asText()).isNotBlank();
    assertThat(scene.history()).isEqualTo("1 completed");
    assertThat(sums()).isEqualTo("0 0 5");
  }

  @Test
  void keysOfTextAreWalkedThroughInTheDatabasesOrder() {
    scene.file(
        "001_t.sql",
        "-- phase: expand\nCREATE TABLE t (\"Key\" varchar(40) PRIMARY KEY, n integer NOT NULL);\n"
            + "INSERT INTO t VALUES ('a', 0), ('B', 0), ('ä', 0), ('', 0), ('it''s', 0), ('x?y', 0), ('5', 0),"
            + " ('10', 0), ('\\', 0), (':from', 0), ('a b', 0);\n");
    scene.file(
        "002_fill.sql",
        """
        -- backfill: t."Key" batch 2 pause 0
        UPDATE t SET n = n + 1 WHERE "Key" BETWEEN :from AND :upto;
        """);

    var result = up();

    assertThat(result.code()).as(result.text()).isZero();
    assertThat(result.err()).contains("11 rows changed, 6 batches");
    assertThat(scene.ask("SELECT min(n), max(n), count(*) FROM t")).isEqualTo("1 1 11");
  }

  @Test
  void keysThatRepeatGoTogether() {
    scene.file(
        "001_t.sql",
        """
        -- phase: expand
        CREATE TABLE t (k integer NOT NULL, n integer NOT NULL);
        CREATE INDEX by_k ON t (k);
        INSERT INTO t VALUES (-3, 0), (-3, 0), (-3, 0), (0, 0), (0, 0), (9, 0), (9, 0);
        """);
    scene.file(
        "002_fill.sql",
        """
        -- backfill: t.k batch 2 pause 0
        UPDATE t SET n = n + 1 WHERE k >= :from AND k <= :upto;
        """);

    assertThat(up().code()).isZero();
    assertThat(scene.ask("SELECT min(n), max(n), count(*) FROM t")).isEqualTo("1 1 7");
  }

  @Test
  void twoRunnersDoEachRowOnce() {
    rows(60);
    scene.file("002_fill.sql", backfill("batch 3 pause 20ms"));

    var one = CompletableFuture.supplyAsync(() -> up(), THREADS);
    var two = CompletableFuture.supplyAsync(() -> up(), THREADS);

    assertThat(one.join().code()).as(one.join().text()).isZero();
    assertThat(two.join().code()).as(two.join().text()).isZero();
    assertThat(sums()).isEqualTo("1 1 60");
    assertThat(scene.history()).isEqualTo("1 completed,2 completed");
  }

  /** It is told at the next batch, and whoever came after it goes on from there. */
  @Test
  void aStepThatWasGivenUpStopsAtTheNextBatch() {
    scene.file("001_orders.sql", "-- phase: expand\n" + ROWS + numbers(100));
    assertThat(scene.step("expand", 1, "--version", "1").code()).isZero();
    scene.file("002_fill.sql", backfill("batch 5 pause 200ms"));
    var run =
        CompletableFuture.supplyAsync(() -> scene.step("expand", 2, "--version", "2"), THREADS);
    Sleep.until(() -> !scene.ask("SELECT count(*) FROM orders WHERE n = 1").equals("0"));
    scene.sql("UPDATE schema_migration_window SET step_number = 3, step_id = 'ab3'");

    var result = run.join();

    assertThat(result.code()).as(result.text()).isEqualTo(3);
    assertThat(result.reason()).isEqualTo("Superseded");
    var done = Integer.parseInt(scene.ask("SELECT count(*) FROM orders WHERE n = 1"));
    assertThat(done).isBetween(5, 95);

    var next = scene.step("expand", 4, "--version", "2");
    assertThat(next.code()).as(next.text()).isZero();
    assertThat(next.err()).contains("continues after " + done * 10);
    assertThat(sums()).isEqualTo("1 1 100");
  }

  @Test
  void whereItIsIsToldByStatus() {
    rows(100);
    scene.file("002_fill.sql", backfill("batch 10 pause 300ms"));
    var run = CompletableFuture.supplyAsync(() -> up(), THREADS);
    Sleep.until(() -> !scene.ask("SELECT count(*) FROM orders WHERE n = 1").equals("0"));

    var status = scene.verb("status").json().at("/migrations/1");
    assertThat(status.path("status").asText()).isEqualTo("running");
    assertThat(status.at("/progress/backfill").asText()).isEqualTo("orders.id");
    assertThat(status.at("/progress/percent").asInt()).isBetween(1, 99);
    assertThat(status.at("/progress/keys").asInt()).isBetween(10, 90);
    assertThat(status.at("/progress/end").asText()).isEqualTo("1000");
    var text =
        Scene.migrate(
            java.util.Map.of(), "status", "--url", scene.url(), "--dir", scene.folder.toString());
    assertThat(text.out()).containsPattern("2: backfill of orders.id: \\d+ %, done up to \\d+");
    assertThat(run.join().code()).isZero();
  }

  @Test
  void aPlanTellsHowManyRows() {
    rows(30);
    if (engine == Engine.POSTGRESQL) {
      scene.sql("ANALYZE orders");
    }
    scene.file("002_fill.sql", backfill("batch 4"));

    var plan =
        Scene.migrate(
            java.util.Map.of(), "plan", "--url", scene.url(), "--dir", scene.folder.toString());

    assertThat(plan.out()).contains("backfill of orders.id in batches of up to 4, about 30 rows");
    assertThat(sums()).isEqualTo("0 0 30");
  }

  /** psql would run it as a whole, and sqlite3 change nothing. */
  @Test
  void noScriptIsWrittenOfIt() {
    rows(5);
    scene.file("002_fill.sql", backfill("batch 5"));

    var refused = scene.verb("sql");

    assertThat(refused.code()).as(refused.text()).isEqualTo(3);
    assertThat(refused.text()).contains("a backfill can't be written as a script");
    assertThat(refused.out()).doesNotContain("UPDATE orders");
  }

  @Test
  void aRehearsalDoesNotDawdle() {
    rows(50);
    scene.file("002_fill.sql", backfill("batch 1 pause 1m"));

    var rehearsal = scene.verb("rehearse");

    assertThat(rehearsal.code()).as(rehearsal.text()).isZero();
    assertThat(sums()).isEqualTo("0 0 50");
  }
}
