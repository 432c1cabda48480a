package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import io.schemamigration.runner.support.Scene;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's command for a laptop does what it promises, on the migrations of the example. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..");
  private static final String COMMAND = "init-image/target/migrate ";
  private static final String DATABASE = "/tmp/shop.db";

  @TempDir Path temp;

  @Test
  void theCommandForALaptopRunsAsItIsWritten() throws IOException {
    var commands =
        Files.readAllLines(ROOT.resolve("README.md")).stream()
            .filter(line -> line.startsWith(COMMAND))
            .toList();
    assertThat(commands).singleElement().asString().contains(DATABASE);
    var words =
        Arrays.stream(commands.getFirst().substring(COMMAND.length()).split(" +"))
            .map(word -> word.replace(DATABASE, temp.resolve("shop.db").toString()))
            .map(word -> word.startsWith("examples/") ? ROOT.resolve(word).toString() : word)
            .toArray(String[]::new);

    var result = Scene.migrate(Map.of(), words);

    assertThat(result.code()).as(result.text()).isZero();
    assertThat(result.text()).contains("1, 2, 3", "code from schema 3 to 3 may run");
  }

  @Test
  void theLaptopHasTheMigrationsOfTheCluster() throws IOException {
    var release = Files.readString(ROOT.resolve("examples/01-sqlite/release-2/01-migrations.yaml"));
    try (var files = Files.list(ROOT.resolve("examples/laptop"))) {
      var migrations = files.sorted().toList();

      assertThat(migrations).hasSize(release.split("\\.sql: \\|\n", -1).length - 1);
      for (var file : migrations) {
        var entry = "  " + file.getFileName() + ": |\n" + Files.readString(file).indent(4);
        assertThat(release).contains(entry);
      }
    }
  }
}
