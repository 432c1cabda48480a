package io.schemamigration.runner.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultFolderTest {
  @TempDir Path project;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "migrations",
        "db/migrations",
        "db/migration",
        "src/main/resources/db/migration",
        "prisma/migrations",
        "supabase/migrations"
      })
  void theOneThatTheOtherToolMadeIsTaken(String name) throws IOException {
    Files.createDirectories(project.resolve(name));
    assertThat(DefaultFolder.in(project)).isEqualTo(project.resolve(name));
  }

  @Test
  void whereThereIsNoneItIsTheFirst() {
    assertThat(DefaultFolder.in(project)).isEqualTo(project.resolve("migrations"));
  }

  @Test
  void betweenTwoNobodyGuesses() throws IOException {
    Files.createDirectories(project.resolve("migrations"));
    Files.createDirectories(project.resolve("db/migrations"));
    assertThatThrownBy(() -> DefaultFolder.in(project))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("migrations and db/migrations")
        .hasMessageContaining("--dir");
  }
}
