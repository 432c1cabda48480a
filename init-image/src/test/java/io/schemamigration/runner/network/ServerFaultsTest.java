package io.schemamigration.runner.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Kill;
import io.schemamigration.runner.support.OwnServer;
import io.schemamigration.runner.support.Scene;
import io.schemamigration.runner.support.Sleep;
import io.schemamigration.runner.support.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL that crashes, ends the session, has no room left, or only reads. */
class ServerFaultsTest {
  /** More messages than a run sends. */
  private static final int MANY = 100;

  /** Each so many-th message takes its turn; {@code -Dkill.every=1} takes all. */
  private static final int EVERY = Kill.EVERY;

  @TempDir(factory = InMemory.class)
  static Path disk;

  @TempDir(factory = InMemory.class)
  Path temp;

  private static OwnServer server;

  /** A disk that was mounted for a test. */
  private static Path mounted;

  private Scene scene;

  @BeforeAll
  static void start() {
    server = new OwnServer(disk.resolve("data"));
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
    if (mounted != null) {
      OwnServer.run(List.of("umount", mounted.toString()));
    }
  }

  @BeforeEach
  void scene() {
    scene = fresh();
  }

  private Scene fresh() {
    var apart = "-- phase: expand\nCREATE INDEX CONCURRENTLY by_n ON counter (n);\n";
    return new Scene(temp, "postgres", server.port())
        .counting()
        .file("004_apart.sql", apart + Scene.COUNT + ";\nVACUUM counter;\n");
  }

  private String[] args(int port) {
    var args = scene.args("up");
    args[2] = scene.postgresUrl(port);
    return args;
  }

  private void complete(String when) {
    var up = scene.up();
    assertThat(up.code()).as("%s: %s", when, up.text()).isZero();
    assertThat(scene.counter()).as(when).isEqualTo(3);
    assertThat(scene.window()).as(when).isEqualTo("3 4 null");
    assertThat(scene.history())
        .as(when)
        .isEqualTo("1 completed,2 completed,3 completed,4 completed");
  }

  /** The runner connects again by itself once the server is back. */
  @Test
  void wheneverTheServerCrashesEverythingIsAppliedOnce() {
    boolean crashed = true;
    for (int n = 1; crashed; n += EVERY) {
      assertThat(n).isLessThan(MANY);
      for (var fate : new Wire.Fate[] {Wire.Fate.LOST, Wire.Fate.UNANSWERED}) {
        scene = fresh();
        crashed = at(n, fate, () -> restart());
        complete("crashed at message " + n + ", which was " + fate);
      }
    }
  }

  private static void restart() {
    server.crash();
    server.start();
  }

  /** Runs up, and something else when it sends its n-th message; whether it sent so many. */
  private boolean at(int n, Wire.Fate fate, Runnable fault) {
    var reached = new AtomicBoolean();
    try (var wire =
        new Wire(
            server.port(),
            (message, text) -> {
              if (message == n) {
                reached.set(true);
                fault.run();
              }
              return message == n ? fate : Wire.Fate.PASSES;
            })) {
      var result = scene.migrate(args(wire.port()));
      assertThat(result.code()).as("at message %s: %s", n, result.text()).isZero();
    }
    return reached.get();
  }

  @Test
  void aServerThatStopsInTheMiddleOfAStatementAndStaysAwayIsAPassingCause() {
    scene.file("002_step.sql", "-- phase: expand\n" + Scene.COUNT + ";\nSELECT pg_sleep(60);\n");
    var run = CompletableFuture.supplyAsync(() -> scene.up());
    awaitSleep();
    server.crash();

    var failed = run.join();
    server.start();
    assertThat(failed.code()).as(failed.text()).isEqualTo(4);
    assertThat(failed.reason()).isEqualTo("DatabaseUnreachable");
    assertThat(failed.err()).contains("reconnecting");
    assertThat(failed.json().at("/failure/message").asText()).contains("refused");
    assertThat(failed.json().at("/failure/hint").asText()).contains("database is up");
    scene.expand(2, Scene.COUNT); // the server may have lost what came before it, too
    complete("stopped in the middle");
  }

  private void awaitSleep() {
    for (int i = 0; i < 200; i++) {
      if (scene
          .ask("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
          .equals("1")) {
        return;
      }
      Sleep.millis(50);
    }
    throw new IllegalStateException("the migration doesn't come so far");
  }

  @Test
  void wheneverItsSessionIsEndedEverythingIsAppliedOnce() {
    boolean ended = true;
    for (int n = 1; ended; n += EVERY) {
      assertThat(n).isLessThan(MANY);
      scene = fresh();
      ended = at(n, Wire.Fate.PASSES, this::terminate);
      complete("ended at message " + n);
    }
  }

  private void terminate() {
    scene.ask(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
  }

  @Test
  void aSessionThatIsEndedInTheMiddleOfAStatementDoesItsMigrationAgain() {
    scene.file("002_step.sql", "-- phase: expand\n" + Scene.COUNT + ";\nSELECT pg_sleep(2);\n");
    var run = CompletableFuture.supplyAsync(() -> scene.up());
    awaitSleep();
    terminate();

    var result = run.join();
    assertThat(result.code()).as(result.text()).isZero();
    assertThat(result.err()).contains("terminating connection", "reconnecting");
    complete("ended in the middle");
  }

  @Test
  void aStandbyIsToldFromABrokenServerAndServesWhoOnlyReads() throws IOException {
    scene.up("--to", "2");
    server.stop();
    var signal = Files.createFile(server.data().resolve("standby.signal"));
    server.start();

    var retry = scene.up();
    assertThat(retry.code()).as(retry.text()).isEqualTo(4);
    assertThat(retry.json().at("/failure/message").asText()).contains("is a standby");
    assertThat(retry.json().at("/failure/hint").asText()).contains("primary");
    var status = scene.verb("status");
    assertThat(status.code()).as(status.text()).isZero();

    server.stop();
    Files.delete(signal);
    server.start();
    complete("a primary again");
  }

  @Test
  void aDiskThatIsFullChangesNothingAndTheNextRunGoesOn() throws IOException {
    scene.up("--to", "1");
    var big = " AS SELECT i, repeat('x', 500) FROM generate_series(1, 60000) i;\n";
    var where = small();
    scene.file(
        "002_step.sql", "-- phase: expand\n" + Scene.COUNT + ";\nCREATE TABLE big" + where + big);

    var failed = scene.up();

    var failure = failed.json().path("failure");
    assertThat(failed.code()).as(failed.text()).isEqualTo(1);
    assertThat(failure.path("line").asInt()).isEqualTo(3);
    assertThat(failure.path("message").asText())
        .startsWith("could not extend file")
        .endsWith(OwnServer.isRoot() ? "No space left on device" : "File too large");
    if (OwnServer.isRoot()) {
      assertThat(failure.path("sqlState").asText()).isEqualTo("53100");
      assertThat(failure.path("hint").asText()).isEqualTo("Check free disk space.");
    }
    assertThat(scene.counter()).isZero();
    assertThat(scene.hasTable("big")).isFalse();
    makeRoom();
    var up = scene.up();
    assertThat(up.applied()).as(up.text()).isEqualTo("2 3 4");
    assertThat(scene.counter()).isEqualTo(3);
    assertThat(scene.window()).isEqualTo("3 4 null");
  }

  /** Where a table finds no room: a small disk, or without the right to mount one, small files. */
  private String small() throws IOException {
    if (!OwnServer.isRoot()) {
      server.limitFiles("17000000"); // more than a segment of the write-ahead log
      return "";
    }
    mounted = Files.createDirectories(disk.resolve("small"));
    OwnServer.run(List.of("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", mounted.toString()));
    scene.sql("CREATE TABLESPACE small LOCATION '" + mounted + "'");
    return " TABLESPACE small";
  }

  private static void makeRoom() {
    if (mounted == null) {
      server.limitFiles("unlimited");
    } else {
      OwnServer.run(List.of("mount", "-o", "remount,size=100m", mounted.toString()));
    }
  }
}
