package io.schemamigration.runner.source;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.runner.db.RefusedException;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files below a folder, two levels deep. A ConfigMap's mount shows each file as a link through
 * a hidden folder; whatever is hidden is passed over.
 */
public final class Folder {
  private static final int DEPTH = 2;

  private Folder() {}

  /**
   * Reads all files that aren't hidden.
   *
   * @throws RefusedException when the folder isn't there or a file can't be read
   */
  public static List<SourceFile> read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new RefusedException(
          Reason.SOURCE_MISSING,
          "there is no folder " + folder,
          "Name the folder of the migrations with --dir.");
    }
    var files = new ArrayList<SourceFile>();
    try (var paths = Files.walk(folder, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
      for (var path : (Iterable<Path>) paths.sorted()::iterator) {
        var name = folder.relativize(path).toString().replace('\\', '/');
        if (!hidden(name) && Files.isRegularFile(path)) {
          files.add(new SourceFile(name, Files.readAllBytes(path)));
        }
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new RefusedException(
          Reason.SOURCE_MISSING,
          "can't read the migrations in " + folder + ": " + e.getMessage(),
          "Check the permissions.");
    }
    return files;
  }

  private static boolean hidden(String name) {
    return name.isEmpty() || name.startsWith(".") || name.contains("/.");
  }
}
