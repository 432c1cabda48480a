package io.schemamigration.runner.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Postgres;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import io.schemamigration.runner.support.Sleep;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/** A backfill on PostgreSQL gives way to others. */
class ThrottleTest {
  @TempDir(factory = InMemory.class)
  Path temp;

  private static final String UPDATING =
      "SELECT 1 FROM pg_stat_activity WHERE application_name = 'migrate'"
          + " AND query LIKE 'UPDATE orders%' AND state = 'active'";

  private Scene scene;

  @BeforeEach
  void open() {
    scene = new Scene(Engine.POSTGRESQL, temp);
    scene.file(
        "001_orders.sql", "-- phase: expand\n" + BackfillTest.ROWS + BackfillTest.numbers(50));
    assertThat(scene.up().code()).isZero();
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private void once() {
    assertThat(scene.ask("SELECT min(n), max(n), count(*) FROM orders")).isEqualTo("1 1 50");
  }

  private boolean waits(String application) {
    return !scene
        .ask(
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = '"
                + application
                + "'")
        .isEmpty();
  }

  private Connection connect(String application) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:"
            + Postgres.port()
            + "/"
            + scene.name()
            + "?ApplicationName="
            + application,
        "postgres",
        "");
  }

  private CompletableFuture<Void> inBackground(String application, String sql) {
    return CompletableFuture.runAsync(
        () -> {
          try (var connection = connect(application);
              var statement = connection.createStatement()) {
            statement.execute(sql);
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        },
        BackfillTest.THREADS);
  }

  /** Behind an ALTER TABLE that waits, a batch would queue, and its readers behind the batch. */
  @Test
  void itStaysOutOfTheQueueForItsTable() throws SQLException {
    scene.file("002_fill.sql", BackfillTest.backfill("batch 5 pause 0"));
    CompletableFuture<Void> alter;
    CompletableFuture<Result> run;
    try (var reader = connect("reader")) {
      reader.setAutoCommit(false);
      reader.createStatement().executeQuery("SELECT * FROM orders").close();
      alter = inBackground("alter", "ALTER TABLE orders ADD COLUMN later integer");
      Sleep.until(() -> waits("alter"));
      run = CompletableFuture.supplyAsync(() -> scene.up(), BackfillTest.THREADS);
      Sleep.millis(2500);
      assertThat(run).isNotDone();
      assertThat(waits("migrate")).isFalse();
      reader.rollback();
    }
    alter.join();
    assertThat(run.join().code()).as(run.join().text()).isZero();
    assertThat(run.join().err())
        .contains("waiting: 1 session is queued for a lock on orders")
        .doesNotContain("waiting for a lock, attempt");
    once();
  }

  @Test
  void whereSomebodyWaitsForABatchTheNextOnesAreSmaller() throws SQLException {
    scene.sql(
        "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF new.n = 1 AND new.id <= 100"
            + " THEN PERFORM pg_sleep(0.04); END IF; RETURN new; END'",
        "CREATE TRIGGER slow BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION slow()");
    scene.file("002_fill.sql", BackfillTest.backfill("batch 10 pause 0"));
    CompletableFuture<Result> run;
    try (var other = connect("other");
        var statement = other.createStatement()) {
      run = CompletableFuture.supplyAsync(() -> scene.up(), BackfillTest.THREADS);
      boolean seen = false;
      while (!seen) {
        try (var rows = statement.executeQuery(UPDATING)) {
          seen = rows.next();
        }
      }
      Sleep.millis(150); // the first row is changed by now, the last isn't
      statement.execute("UPDATE orders SET n = n WHERE id = 10");
    }
    assertThat(run.join().code()).as(run.join().text()).isZero();
    assertThat(batches(run.join())).as(run.join().err()).isGreaterThan(5);
    once();
  }

  private static int batches(Result result) {
    var matcher = java.util.regex.Pattern.compile("(\\d+) batches").matcher(result.err());
    assertThat(matcher.find()).as(result.err()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  @Test
  void aRowThatSomebodyHoldsIsAskedForAgainWithoutHoldingTheOthers() throws SQLException {
    scene.file("002_fill.sql", BackfillTest.backfill("batch 5 pause 0"));
    CompletableFuture<Result> run;
    try (var other = connect("other")) {
      other.setAutoCommit(false);
      other.createStatement().executeUpdate("UPDATE orders SET n = n WHERE id = 230");
      run =
          CompletableFuture.supplyAsync(
              () -> scene.up("--lock-timeout", "300ms"), BackfillTest.THREADS);
      Sleep.until(() -> scene.ask("SELECT count(*) FROM orders WHERE n = 1").equals("20"));
      Sleep.millis(800);
      assertThat(run).isNotDone();
      other.rollback();
    }
    assertThat(run.join().code()).as(run.join().text()).isZero();
    assertThat(run.join().err()).contains("waiting for a lock, attempt 2 of 5");
    once();
  }

  /** After five attempts the run ends for now; what is done is done. */
  @Test
  void aLockThatStaysEndsTheRunForNowAndTheNextOneGoesOn() throws SQLException {
    scene.file("002_fill.sql", BackfillTest.backfill("batch 5 pause 0"));
    try (var other = connect("other")) {
      other.setAutoCommit(false);
      other.createStatement().executeUpdate("UPDATE orders SET n = n WHERE id = 230");
      var result = scene.up("--lock-timeout", "100ms");
      assertThat(result.code()).as(result.text()).isEqualTo(4);
      assertThat(scene.ask("SELECT count(*) FROM orders WHERE n = 1")).isEqualTo("20");
      other.rollback();
    }
    var next = scene.up();
    assertThat(next.err()).contains("continues after 200");
    once();
  }

  @Test
  void itWaitsForAStandbyThatIsBehind() throws SQLException {
    scene.file("002_fill.sql", BackfillTest.backfill("batch 5 pause 300ms lag 1s"));
    try (var standby = new Standby()) {
      var run = CompletableFuture.supplyAsync(() -> scene.up(), BackfillTest.THREADS);
      Sleep.until(() -> !scene.ask("SELECT count(*) FROM orders WHERE n = 1").equals("0"));
      Sleep.millis(4000);
      assertThat(run).isNotDone();
      int done = Integer.parseInt(scene.ask("SELECT count(*) FROM orders WHERE n = 1"));
      assertThat(done).isBetween(5, 45);
      standby.catchUp();

      assertThat(run.join().code()).as(run.join().text()).isZero();
      assertThat(run.join().err()).containsPattern("waiting: a standby is \\d+ s behind");
    }
    once();
  }

  @Test
  void lagNoneDoesNotLook() throws SQLException {
    scene.file("002_fill.sql", BackfillTest.backfill("batch 5 pause 300ms lag none"));
    try (var standby = new Standby()) {
      assertThat(scene.up().err()).doesNotContain("waiting: ");
      assertThat(standby.isThere()).isTrue();
    }
    once();
  }

  @Test
  void whoMayNotSeeStandbysIsToldOnce() throws SQLException {
    Postgres.admin("DROP ROLE IF EXISTS plain", "CREATE ROLE plain LOGIN");
    scene.sql(
        "GRANT ALL ON SCHEMA public TO plain", "GRANT ALL ON ALL TABLES IN SCHEMA public TO plain");
    scene.file("002_fill.sql", BackfillTest.backfill("batch 5 pause 100ms lag 1s"));
    try (var standby = new Standby()) {
      var result =
          Scene.migrate(
              java.util.Map.of(),
              "up",
              "--url",
              scene.postgresUrl(Postgres.port()).replace("postgres@", "plain@"),
              "--dir",
              scene.folder.toString());

      assertThat(result.code()).as(result.text()).isZero();
      assertThat(result.err())
          .containsOnlyOnce("doesn't look after standbys: this user may not see")
          .contains("pg_monitor");
      assertThat(standby.isThere()).isTrue();
    }
    once();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          uuid        | md5(i::text)::uuid
          timestamptz | timestamptz '2024-01-01 00:00:00.123456+00' + i * interval '1 microsecond'
          bigint      | 9007199254740993 + i
          date        | date '2024-02-29' + i
          numeric     | i / 3.0
          text        | chr(32 + i) || '''\\?:from'
          """)
  void keysOfManyTypes(String type, String value) {
    scene.file(
        "002_t.sql",
        "-- phase: expand\nCREATE TABLE t (k "
            + type
            + " PRIMARY KEY, n integer NOT NULL);\nINSERT INTO t SELECT "
            + value
            + ", 0 FROM generate_series(1, 40) i;\n");
    scene.file(
        "003_fill.sql",
        """
        -- backfill: public.t.k batch 7 pause 0
        UPDATE t SET n = n + 1 WHERE k BETWEEN :from AND :upto;
        """);

    var result = scene.up();

    assertThat(result.code()).as(result.text()).isZero();
    assertThat(batches(result)).isEqualTo(6);
    assertThat(scene.ask("SELECT min(n), max(n), count(*) FROM t")).isEqualTo("1 1 40");
  }

  @Test
  void whatTheStatementSetsDoesNotReachTheNextBatch() {
    scene.file(
        "002_fill.sql",
        "-- backfill: orders.id batch 5 pause 0\n"
            + "UPDATE orders SET n = n + 1 WHERE id BETWEEN :from AND :upto"
            + " AND set_config('search_path', 'pg_catalog', false) IS NOT NULL;\n");
    assertThat(scene.up().code()).isZero();
    once();
  }

  @Test
  void anOperatorWithAQuestionMarkIsNoParameter() {
    scene.file(
        "002_fill.sql",
        "-- backfill: orders.id batch 20 pause 0\n"
            + "INSERT INTO orders SELECT id + 100000, 1 FROM orders WHERE id BETWEEN :from AND :upto"
            + " AND '{\"a?\": 1}'::jsonb ? 'a?' RETURNING id;\n");
    var result = scene.up();
    assertThat(result.code()).as(result.text()).isZero();
    assertThat(result.err()).contains("50 rows changed, 3 batches");
    assertThat(scene.ask("SELECT count(*) FROM orders WHERE n = 1")).isEqualTo("50");
  }

  /** A client that follows the server's log as a standby does, and confirms what it likes. */
  private static final class Standby implements AutoCloseable {
    private final Connection connection;
    private final PGReplicationStream stream;
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean caughtUp;
    private volatile boolean alive = true;

    Standby() throws SQLException {
      var properties = new Properties();
      properties.setProperty("user", "postgres");
      properties.setProperty("replication", "true");
      properties.setProperty("assumeMinServerVersion", "12");
      properties.setProperty("preferQueryMode", "simple");
      connection =
          DriverManager.getConnection(
              "jdbc:postgresql://127.0.0.1:" + Postgres.port() + "/", properties);
      LogSequenceNumber begin;
      try (var statement = connection.createStatement();
          var row = statement.executeQuery("IDENTIFY_SYSTEM")) {
        row.next();
        begin = LogSequenceNumber.valueOf(row.getString("xlogpos"));
      }
      stream =
          connection
              .unwrap(PGConnection.class)
              .getReplicationAPI()
              .replicationStream()
              .physical()
              .withStartPosition(begin)
              .withStatusInterval(100, java.util.concurrent.TimeUnit.MILLISECONDS)
              .start();
      stream.setFlushedLSN(begin);
      stream.setAppliedLSN(begin);
      stream.forceUpdateStatus();
      thread = Thread.ofPlatform().start(this::follow);
    }

    private void follow() {
      try {
        while (!closed) {
          ByteBuffer read = stream.readPending();
          var last = stream.getLastReceiveLSN();
          if (caughtUp && last != null) {
            stream.setAppliedLSN(last);
            stream.setFlushedLSN(last);
            stream.forceUpdateStatus();
          }
          if (read == null) {
            Sleep.millis(20);
          }
        }
      } catch (SQLException e) {
        alive = false;
      }
    }

    void catchUp() {
      caughtUp = true;
    }

    boolean isThere() {
      return alive;
    }

    @Override
    public void close() throws SQLException {
      closed = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      connection.close();
    }
  }
}
