package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code migrate merge}: several ends become one. */
class MergeTest {
  @TempDir(factory = InMemory.class)
  Path temp;

  private Path file(String name, String text) throws IOException {
    var file = temp.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private String merge(String... more) {
    var args = new ArrayList<>(List.of("merge", "--dir", temp.toString()));
    args.addAll(List.of(more));
    var result = Scene.migrate(Map.of(), args.toArray(String[]::new));
    assertThat(result.code()).as(result.text()).isZero();
    return result.out();
  }

  @Test
  void twoBranchesGetOneMigrationThatComesAfterBoth() throws IOException {
    file("001_a.sql", "-- phase: expand\nSELECT 1;\n");
    file("002_b.sql", "-- phase: expand\n-- depends: 1\nSELECT 1;\n");
    file("003_c.sql", "-- phase: expand\n-- depends: 1\nSELECT 1;\n");

    assertThat(merge()).isEqualTo(temp.resolve("004_merge_2_and_3.sql") + "\n");

    assertThat(temp.resolve("004_merge_2_and_3.sql"))
        .content()
        .startsWith("-- Description: merge 2 and 3\n-- Date: 20")
        .endsWith(
            "\n-- depends: 2, 3\n\n-- There is nothing to run: this joins what it depends on.\n");
    assertThat(merge()).isEqualTo("nothing to merge: everything leads to 4\n");
    assertThat(merge("--output", "json")).isEqualTo("{\"heads\":[\"4\"],\"created\":[]}\n");
    try (var scene = new Scene(Engine.SQLITE, temp.resolve("db"))) {
      var up = Scene.migrate(Map.of(), "up", "--url", scene.url(), "--dir", temp.toString());
      assertThat(up.out()).startsWith("applied 4: 1, 2, 3, 4 ");
    }
  }

  @Test
  void inFoldersWithMetadataTheDependenciesStandThere() throws IOException {
    for (int version = 1; version <= 3; version++) {
      var folder = "V00" + version + "__x/";
      file(folder + "up.sql", "SELECT 1;\n");
      file(
          folder + "metadata.yaml",
          version == 1 ? "phase: expand\n" : "dependencies: [V001]\nphase: expand\n");
    }

    assertThat(merge("join")).isEqualTo(temp.resolve("V004__join/up.sql") + "\n");

    assertThat(temp.resolve("V004__join/metadata.yaml"))
        .content()
        .contains("dependencies: [\"2\", \"3\"]");
    assertThat(merge()).contains("everything leads to 4");
  }

  @Test
  void whereNothingIsSaidAboutDependenciesRenumberIsExplained() throws IOException {
    assertThat(Scene.migrate(Map.of(), "merge", "--dir", temp.resolve("none").toString()).code())
        .isEqualTo(3);
    file("001_a.sql", "SELECT 1;\n");
    file("002_b.sql", "SELECT 1;\n");

    assertThat(merge())
        .contains("nothing to merge")
        .contains("migrate renumber FILE --dir " + temp);
    assertThat(temp.resolve("003_merge.sql")).doesNotExist();
  }
}
