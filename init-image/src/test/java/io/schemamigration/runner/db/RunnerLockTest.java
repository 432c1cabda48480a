package io.schemamigration.runner.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.JavaProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock between runners of a SQLite database, asked by a process of its own. */
class RunnerLockTest {
  @TempDir(factory = InMemory.class)
  Path temp;

  /** The other process. */
  public static void main(String[] args) throws IOException {
    var lock = RunnerLock.tryTake(Path.of(args[0]));
    System.out.print(lock == null ? "waits" : "takes it");
  }

  private static String other(Path database) throws IOException {
    var process =
        JavaProcess.of(RunnerLockTest.class, database.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void anotherProcessWaitsUntilItIsGivenBack() throws IOException {
    var database = Files.createFile(temp.resolve("app.db"));
    var link = Files.createSymbolicLink(temp.resolve("link.db"), database);

    try (var lock = RunnerLock.tryTake(database)) {
      assertThat(lock).isNotNull();
      assertThat(RunnerLock.tryTake(link)).isNull(); // and closes nothing
      assertThat(other(database)).isEqualTo("waits");
    }

    assertThat(other(link)).isEqualTo("takes it");
  }

  @Test
  void whoMayWriteTheDatabaseMayLockIt() throws IOException {
    var database = Files.createFile(temp.resolve("app.db"));
    Files.setPosixFilePermissions(database, PosixFilePermissions.fromString("rw-rw----"));

    try (var lock = RunnerLock.tryTake(database)) {
      assertThat(lock).isNotNull();
    }

    assertThat(Files.getPosixFilePermissions(temp.resolve("app.db.migrate-lock")))
        .isEqualTo(Files.getPosixFilePermissions(database));
  }
}
