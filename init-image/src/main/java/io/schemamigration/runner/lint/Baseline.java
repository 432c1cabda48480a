package io.schemamigration.runner.lint;

import io.schemamigration.core.analysis.Finding;
import io.schemamigration.core.analysis.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Findings that are known and not reported again. An entry holds the rule, the file, what the
 * file's statements were, and the message; so lines and comments may move, and a changed statement
 * is checked again.
 */
public final class Baseline {
  private static final String HEADING =
      "# Findings that existed when lint was adopted: rule, file, statements, message. Remove lines, add none.";
  private static final int FIELDS = 4;

  private final Path file;
  private final Map<String, Integer> entries;
  private final Set<String> found = new HashSet<>();

  private Baseline(Path file, Map<String, Integer> entries) {
    this.file = file;
    this.entries = entries;
  }

  /**
   * The one in a file.
   *
   * @throws LintException if it doesn't exist or isn't a baseline
   */
  public static Baseline read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new LintException(
          file
              + ": the baseline can't be read ("
              + e.getClass().getSimpleName()
              + "); make one with --write-baseline");
    }
    var entries = new LinkedHashMap<String, Integer>();
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (line.split("\t", -1).length != FIELDS) {
        throw new LintException(
            file
                + ":"
                + (i + 1)
                + ": this is no entry of a baseline; write it with --write-baseline");
      }
      entries.putIfAbsent(line, i + 1);
    }
    return new Baseline(file, entries);
  }

  /**
   * Writes one, sorted, a line for each finding.
   *
   * @param statements what a file's statements are, as a short text
   */
  public static void write(Path file, List<Finding> findings, Function<String, String> statements) {
    var lines = new TreeSet<String>();
    for (var finding : findings) {
      lines.add(entry(finding, statements));
    }
    var all = new ArrayList<String>();
    all.add(HEADING);
    all.addAll(lines);
    try {
      Files.write(file, all);
    } catch (IOException e) {
      throw new LintException(
          file + ": the baseline can't be written (" + e.getClass().getSimpleName() + ")");
    }
  }

  /** Whether the finding is known. */
  public boolean has(Finding finding, Function<String, String> statements) {
    var entry = entry(finding, statements);
    return entries.containsKey(entry) && (found.contains(entry) || found.add(entry));
  }

  /**
   * A notice for each entry that nothing was found for.
   *
   * @param looked accepts a file that was checked; of the others nothing is known
   * @param shown the baseline's own name
   */
  public List<Finding> stale(Predicate<String> looked, String shown) {
    var stale = new ArrayList<Finding>();
    for (var entry : entries.entrySet()) {
      var fields = entry.getKey().split("\t", -1);
      if (!found.contains(entry.getKey()) && looked.test(fields[1])) {
        stale.add(
            new Finding(
                Rule.STALE_BASELINE,
                Rule.STALE_BASELINE.severity(),
                shown,
                entry.getValue(),
                1,
                fields[0] + " no longer finds anything in " + fields[1],
                "Remove the line, or write "
                    + file.getFileName()
                    + " again with --write-baseline."));
      }
    }
    return stale;
  }

  private static String entry(Finding finding, Function<String, String> statements) {
    return String.join(
        "\t",
        finding.rule().id(),
        plain(finding.file()),
        statements.apply(finding.file()),
        plain(finding.message()));
  }

  /** In one line and one field. */
  private static String plain(String text) {
    return text.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }
}
