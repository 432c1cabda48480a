package io.schemamigration.runner.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.OwnServer;
import io.schemamigration.runner.support.Scene;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No transaction that has written anything, not even a note, may make a logical replication slot.
 */
class ReplicationSlotTest {
  private static final String SLOT =
      "SELECT pg_catalog.pg_create_logical_replication_slot('changes', 'pgoutput');\n";

  @TempDir(factory = InMemory.class)
  static Path disk;

  @TempDir(factory = InMemory.class)
  Path temp;

  private static OwnServer server;

  @BeforeAll
  static void start() {
    server = new OwnServer(disk.resolve("data"));
    server.start("wal_level=logical");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aMarkedFileMakesItAndAnotherIsToldOfTheMark() {
    try (var scene = new Scene(temp, "postgres", server.port())) {
      scene.file("001_slot.sql", SLOT + "CREATE PUBLICATION changes FOR ALL TABLES;\n");

      var refused = scene.up();

      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.text()).contains("25001", "'-- no-transaction' as its first line");

      scene
          .file("001_slot.sql", "-- no-transaction\n" + SLOT)
          .file("002_publication.sql", "CREATE PUBLICATION changes FOR ALL TABLES;\n");
      var up = scene.up();

      assertThat(up.code()).as(up.text()).isZero();
      assertThat(scene.history()).isEqualTo("1 failed,1 completed,2 completed");
      assertThat(scene.ask("SELECT slot_name FROM pg_replication_slots")).isEqualTo("changes");
      assertThat(scene.up().code()).isZero();
    }
  }
}
