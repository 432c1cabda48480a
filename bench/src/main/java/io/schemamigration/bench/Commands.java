package io.schemamigration.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How each tool is called. The rivals on the JVM get one that is set up as it comes, and only their
 * own libraries.
 *
 * @param migrate the runner's command
 * @param dbmate its binary
 * @param lib folder of libraries
 * @param classes this benchmark's classes
 */
record Commands(Path migrate, Path dbmate, Path lib, Path classes) {
  List<String> of(Tool tool, Target target, Path folder) {
    return switch (tool) {
      case MIGRATE ->
          List.of(migrate.toString(), "up", "--url", target.url(), "--dir", folder.toString());
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
