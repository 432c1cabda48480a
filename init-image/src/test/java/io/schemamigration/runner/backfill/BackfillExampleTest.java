package io.schemamigration.runner.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example runs as it stands, on the table of a shop that is open. */
class BackfillExampleTest {
  private static final Path EXAMPLE = Path.of("../examples/03-backfill/migrations");

  @TempDir(factory = InMemory.class)
  Path temp;

  @Test
  void theShopsOrdersAreFilledAndNewOnesFillThemselves() throws IOException {
    try (var scene = new Scene(Engine.POSTGRESQL, temp)) {
      try (var files = Files.list(EXAMPLE)) {
        for (var file : files.toList()) {
          scene.file(file.getFileName().toString(), Files.readString(file));
        }
      }
      assertThat(scene.up("--to", "1").code()).isZero();
      scene.sql("INSERT INTO orders (cents) SELECT i FROM generate_series(1, 12000) i");

      var expanded = scene.up("--phase", "expand");

      assertThat(expanded.code()).as(expanded.text()).isZero();
      assertThat(expanded.applied()).isEqualTo("2 3");
      assertThat(expanded.err()).contains("backfill of orders.id is done: 12000 rows changed");
      scene.sql("INSERT INTO orders (cents) VALUES (250)");
      assertThat(scene.ask("SELECT count(*), sum(euros) FROM orders")).isEqualTo("12001 720062.50");
      assertThat(scene.up().applied()).isEqualTo("4");
      assertThat(scene.ask("SELECT count(*) FROM orders WHERE euros IS NULL")).isEqualTo("0");
    }
  }
}
