package io.schemamigration.core.analysis.recipe;

import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.source.write.NewMigration;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of a recipe, in a folder's own layout, with the next free versions. */
public final class SplitFiles {
  private static final String EXPAND = "phase: expand\n";

  private final List<SourceFile> folder;
  private final LocalDateTime now;
  private final Map<String, String> files = new LinkedHashMap<>();

  /**
   * Prepares them.
   *
   * @param now in UTC, for folders that count by time
   */
  public SplitFiles(List<SourceFile> folder, LocalDateTime now) {
    this.folder = new ArrayList<>(folder);
    this.now = now;
  }

  /** The texts by the names of the files, in order. */
  public Map<String, String> files() {
    return files;
  }

  /** Writes the step into an existing file, whose only statement it replaces. */
  public void inPlace(String file, Recipe.Step step) {
    put(file, header(step) + "\n" + step.sql());
  }

  /** Writes the step as a new migration. */
  public void next(Recipe.Step step) throws SourceException {
    var made = NewMigration.in(folder, step.words(), now);
    boolean described = made.keySet().stream().anyMatch(name -> name.endsWith(".yaml"));
    var first = made.keySet().iterator().next();
    for (var file : made.entrySet()) {
      var text = file.getValue().replace(EXPAND, "phase: " + step.phase().text() + "\n");
      if (file.getKey().equals(first)) {
        text = described ? accepts(step) + step.sql() : filled(text, step);
      }
      put(file.getKey(), text);
    }
  }

  private void put(String file, String text) {
    files.put(file, text);
    folder.removeIf(other -> other.name().equals(file));
    folder.add(new SourceFile(file, text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String header(Recipe.Step step) {
    return "-- phase: "
        + step.phase().text()
        + "\n-- Description: "
        + step.words().replace('_', ' ')
        + "\n"
        + accepts(step);
  }

  private static String accepts(Recipe.Step step) {
    var text = new StringBuilder();
    for (var accepted : step.accepts()) {
      text.append("-- accept: ").append(accepted).append('\n');
    }
    return text.toString();
  }

  /** Behind the header, and behind the mark of the up section where there are sections. */
  private static String filled(String empty, Recipe.Step step) {
    int end = empty.indexOf("\n\n") + 1;
    var marks = empty.substring(Math.min(end + 1, empty.length()));
    int between = marks.indexOf("\n\n");
    var begin = empty.substring(0, end) + accepts(step) + "\n";
    return between < 0
        ? begin + step.sql()
        : begin + marks.substring(0, between + 1) + step.sql() + marks.substring(between + 1);
  }

  /** Whether a file has nothing but what takes a migration forward. */
  public static boolean isReplaceable(String file) {
    return file.endsWith(".sql") && !file.endsWith("up.sql");
  }
}
