package io.schemamigration.runner.claims;

import io.schemamigration.core.analysis.LockMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The statements that were tried, and what servers of each release did. */
final class Recorded {
  private static final Path FOLDER = Path.of("src/test/resources/locks");

  private Recorded() {}

  /** The statements of each case, by its name. */
  static Map<String, String> statements() {
    var found = new LinkedHashMap<String, String>();
    for (var line : lines("statements.txt")) {
      int bar = line.indexOf('|');
      found.put(line.substring(0, bar).strip(), line.substring(bar + 1).strip());
    }
    return found;
  }

  /** What is there before each case. */
  static String setup() {
    return String.join("\n", lines("setup.sql"));
  }

  /** What is claimed and wasn't seen, each with its case. */
  static Set<String> exaggerations() {
    return Set.copyOf(lines("exaggerations.txt"));
  }

  /** What a server of that release did; cases that it refused are left out. */
  static Map<String, Outcome> measured(int release) {
    var found = new LinkedHashMap<String, Outcome>();
    for (var line : lines("measured-" + release + ".txt")) {
      if (!field(line, 1).equals("refused")) {
        found.put(
            field(line, 0),
            new Outcome(locks(field(line, 1)), words(field(line, 2)), words(field(line, 3))));
      }
    }
    return found;
  }

  /** Locks as {@code pg_locks} names them, strongest of each relation. */
  static Map<String, LockMode> locks(String text) {
    var locks = new TreeMap<String, LockMode>();
    for (var word : words(text)) {
      int colon = word.lastIndexOf(':');
      locks.merge(
          word.substring(0, colon),
          mode(word.substring(colon + 1)),
          (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }
    return locks;
  }

  private static LockMode mode(String name) {
    for (var mode : LockMode.values()) {
      if (mode.name().replace("_", "").equalsIgnoreCase(name)) {
        return mode;
      }
    }
    throw new IllegalArgumentException(name);
  }

  private static Set<String> words(String text) {
    return text.isBlank() ? Set.of() : Set.of(text.strip().split(" +", -1));
  }

  private static String field(String line, int index) {
    var fields = line.split("\\|", -1);
    return index < fields.length ? fields[index].strip() : "";
  }

  private static List<String> lines(String file) {
    var lines = new ArrayList<String>();
    try {
      for (var line : Files.readAllLines(FOLDER.resolve(file))) {
        if (!line.isBlank() && !line.startsWith("#") && !line.startsWith("--")) {
          lines.add(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }
}
