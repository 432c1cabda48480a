package io.schemamigration.runner.source;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.runner.end.RefusedException;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files below a folder, two levels deep. A ConfigMap's mount shows each file as a link through
 * a hidden folder; whatever is hidden is ignored.
 */
public final class Folder {
  private Folder() {}

  /**
   * Reads all files that aren't hidden.
   *
   * @throws RefusedException when the folder doesn't exist or a file can't be read
   */
  public static List<SourceFile> read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new RefusedException(
          Reason.SOURCE_MISSING,
          "there is no folder " + folder,
          "Name the folder of the migrations with --dir.");
    }
    var files = new ArrayList<SourceFile>();
    try {
      for (var path : entries(folder)) {
        if (!add(name(path), path, files) && Files.isDirectory(path)) {
          for (var inner : entries(path)) {
            add(name(path) + "/" + name(inner), inner, files);
          }
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new RefusedException(
          Reason.SOURCE_MISSING,
          "can't read the migrations in " + folder + ": " + e.getMessage(),
          "Check the permissions.");
    }
    return files;
  }

  /** In the order of their names, without those that are hidden. */
  private static List<Path> entries(Path folder) throws IOException {
    var entries = new ArrayList<Path>();
    try (var all = Files.newDirectoryStream(folder)) {
      for (var path : all) {
        if (!name(path).startsWith(".")) {
          entries.add(path);
        }
      }
    }
    entries.sort(null);
    return entries;
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  /**
   * Reads it if it is a file, by a stream of java.io, which costs a fifth of what a channel does,
   * and there may be thousands of files. It can't spell every name in every locale, though.
   */
  private static boolean add(String name, Path path, List<SourceFile> files) throws IOException {
    var file = path.toFile();
    if (file.isFile()) {
      try (var in = new FileInputStream(file)) {
        return files.add(new SourceFile(name, in.readAllBytes()));
      }
    }
    return Files.isRegularFile(path) && files.add(new SourceFile(name, Files.readAllBytes(path)));
  }
}
