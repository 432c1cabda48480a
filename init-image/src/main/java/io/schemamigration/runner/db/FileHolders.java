package io.schemamigration.runner.db;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which processes lock a file, and which have it open, as far as Linux lets this user see it in
 * {@code /proc}. Elsewhere nobody is found.
 */
public final class FileHolders {
  private static final Path PROC = Path.of("/proc");
  private static final int LOCK_PID = 4;
  private static final int LOCK_INODE = 5;

  private FileHolders() {}

  /** {@code pid 4711 (gunicorn)} of those that lock one of the database's files. */
  static List<String> locking(Path database) {
    var inodes = new ArrayList<String>();
    for (var ending : new String[] {"", "-shm"}) { // in WAL mode the locks are on the -shm
      var file = Path.of(database + ending);
      try {
        inodes.add(Files.getAttribute(file, "unix:ino").toString());
      } catch (IOException | UnsupportedOperationException e) {
        inodes.add("none"); // not there: no lock is on it
      }
    }
    var found = new LinkedHashMap<String, String>();
    try {
      for (var line : Files.readAllLines(PROC.resolve("locks"))) {
        var fields = line.replace("-> ", "").split("\\s+", -1);
        if (fields.length > LOCK_INODE) {
          var inode = fields[LOCK_INODE].substring(fields[LOCK_INODE].lastIndexOf(':') + 1);
          note(found, inodes.contains(inode) ? fields[LOCK_PID] : "");
        }
      }
    } catch (IOException e) {
      return List.of();
    }
    return List.copyOf(found.values());
  }

  /** The same of those that have the database open. */
  public static List<String> opening(Path database) {
    var found = new LinkedHashMap<String, String>();
    try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      var real = database.toRealPath().toString();
      for (var process : processes) {
        if (opens(process, real)) {
          note(found, String.valueOf(process.getFileName()));
        }
      }
    } catch (IOException e) {
      return List.of();
    }
    return List.copyOf(found.values());
  }

  private static boolean opens(Path process, String file) {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (var descriptor : descriptors) {
        if (points(descriptor, file)) {
          return true;
        }
      }
    } catch (IOException e) {
      return false; // another user's, or gone
    }
    return false;
  }

  private static boolean points(Path descriptor, String file) {
    try {
      return Files.readSymbolicLink(descriptor).toString().equals(file);
    } catch (IOException e) {
      return false;
    }
  }

  private static void note(Map<String, String> found, String pid) {
    boolean own = pid.equals(Long.toString(ProcessHandle.current().pid()));
    if (pid.isEmpty() || own || pid.startsWith("-")) {
      return;
    }
    var name = "";
    try {
      name = " (" + Files.readString(PROC.resolve(pid).resolve("comm")).strip() + ")";
    } catch (IOException e) {
      name = ""; // in another container
    }
    found.put(pid, "pid " + pid + name);
  }
}
