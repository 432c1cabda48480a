package io.schemamigration.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The same migrations as each tool wants them. */
final class Folders {
  private static final String CHANGELOG =
      """
      <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
        xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
          http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
        <includeAll path="changes/"/>
      </databaseChangeLog>
      """;

  private final Path root;

  Folders(Path root) {
    this.root = root;
  }

  /** Writes the files unless they exist. */
  Path of(Tool tool, Workload.Kind kind, int size) throws IOException {
    var folder = root.resolve((tool + "-" + kind + "-" + size).toLowerCase(java.util.Locale.ROOT));
    if (Files.exists(folder)) {
      return folder;
    }
    Files.createDirectories(folder.resolve(tool.file(1)).getParent());
    if (tool == Tool.LIQUIBASE) {
      Files.writeString(folder.resolve("changelog.xml"), CHANGELOG);
    }
    int files = kind == Workload.Kind.INSERTS ? 1 : size;
    for (int version = 1; version <= files; version++) {
      Files.writeString(
          folder.resolve(tool.file(version)),
          tool.header(version) + sql(kind, version, size) + tool.footer());
    }
    return folder;
  }

  private static String sql(Workload.Kind kind, int version, int size) {
    return switch (kind) {
      case APPLY ->
          "CREATE TABLE t%d (id integer PRIMARY KEY, name text NOT NULL);\nINSERT INTO t%d VALUES (1, 'one');\n"
              .formatted(version, version);
      case NOTHING ->
          "CREATE TABLE note (id integer PRIMARY KEY, body text NOT NULL);\nINSERT INTO note VALUES (1, 'one');\n";
      case INSERTS -> inserts(size);
    };
  }

  private static String inserts(int size) {
    var text =
        new StringBuilder(
            "CREATE TABLE item (id integer PRIMARY KEY, name text NOT NULL, price numeric);\n");
    for (int i = 1; i <= size; i++) {
      text.append(
          "INSERT INTO item VALUES (%d, 'item number %d', %d.50);\n".formatted(i, i, i % 100));
    }
    return text.toString();
  }
}
