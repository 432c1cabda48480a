package io.schemamigration.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How each tool is called. The rivals on the JVM get one that is set up as it comes, and only their
 * own libraries.
 *
 * @param migrate the runner's command
 * @param other that of another build
 * @param dbmate its binary
 * @param lib folder of libraries
 * @param classes this benchmark's classes
 */
record Commands(Path migrate, @Nullable Path other, Path dbmate, Path lib, Path classes) {
  List<String> of(Tool tool, Target target, Path folder) {
    return switch (tool) {
      case MIGRATE -> up(migrate, target, folder);
      case OTHER -> up(Objects.requireNonNull(other), target, folder);
      case DBMATE ->
          List.of(
              dbmate.toString(),
              "--url",
              target.url() + (target.postgresql() ? "?sslmode=disable" : ""),
              "--migrations-dir",
              folder.toString(),
              "--no-dump-schema",
              "migrate");
      case FLYWAY ->
          java("FlywayRun", target, folder, "liquibase", "opencsv", "commons", "snakeyaml", "jaxb");
      case LIQUIBASE -> java("LiquibaseRun", target, folder, "flyway");
    };
  }

  private static List<String> up(Path command, Target target, Path folder) {
    return List.of(command.toString(), "up", "--url", target.url(), "--dir", folder.toString());
  }

  private List<String> java(String main, Target target, Path folder, String... without) {
    var path = new ArrayList<String>();
    path.add(classes.toString());
    try (var jars = Files.list(lib)) {
      for (var jar : (Iterable<Path>) jars.sorted()::iterator) {
        var name = jar.getFileName().toString();
        if (!name.startsWith("embedded") && List.of(without).stream().noneMatch(name::startsWith)) {
          path.add(jar.toString());
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        String.join(java.io.File.pathSeparator, path),
        getClass().getPackageName() + "." + main,
        target.jdbc(),
        Target.USER,
        folder.toString());
  }
}
