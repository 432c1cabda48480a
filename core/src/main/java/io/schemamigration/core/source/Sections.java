package io.schemamigration.core.source;

import io.schemamigration.core.sql.SqlComment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The two parts of a file with {@code -- Up} and {@code -- Down}; a file without them is all up.
 *
 * @param up the text that applies the migration
 * @param upLine the line of the file on which {@code up} begins
 * @param down the text that takes it back, empty when there is none
 * @param downLine the line of the file on which {@code down} begins
 * @param header the comments of the up part, in order
 */
record Sections(String up, int upLine, String down, int downLine, List<SqlComment> header) {
  /** Words after Up or Down that are no prose. */
  private static final Set<String> SECTION_WORDS =
      Set.of("migration", "migrations", "section", "script", "part", "sql");

  private enum Marker {
    UP,
    DOWN,
    /** Reads like prose, but could be meant as one. */
    PERHAPS_UP,
    PERHAPS_DOWN,
    NONE
  }

  static Sections of(String file, String text, List<SqlComment> comments, List<Problem> problems) {
    SqlComment up = null;
    SqlComment down = null;
    boolean perhapsUp = false;
    var header = new ArrayList<SqlComment>();
    for (var comment : comments) {
      switch (marker(comment.text())) {
        case UP -> {
          if (up != null || down != null || comment.statementBefore()) {
            problems.add(misplaced(file, comment, "Up has to come first, and once"));
          }
          up = comment;
        }
        case DOWN -> {
          if ((up == null && !perhapsUp) || down != null) {
            problems.add(misplaced(file, comment, "Down comes once, after Up"));
          }
          down = comment;
        }
        case PERHAPS_UP -> perhapsUp = true;
        case PERHAPS_DOWN -> {
          if (up != null || perhapsUp) {
            problems.add(misplaced(file, comment, "this could be the Down section or a remark"));
          }
        }
        case NONE -> {
          if (down == null) {
            header.add(comment);
          }
        }
      }
    }
    return cut(text, up, down, header);
  }

  private static Sections cut(
      String text, @Nullable SqlComment up, @Nullable SqlComment down, List<SqlComment> header) {
    int upStart = up == null ? 0 : up.end();
    int upEnd = down == null ? text.length() : Math.max(down.start(), upStart);
    return new Sections(
        text.substring(upStart, upEnd),
        up == null ? 1 : up.line(),
        down == null ? "" : text.substring(down.end()),
        down == null ? 1 : down.line(),
        header);
  }

  private static Problem misplaced(String file, SqlComment comment, String why) {
    return new Problem(
        file,
        comment.line(),
        "'-- " + comment.text() + "': " + why,
        "write '-- Up' and '-- Down' alone on their lines, once each, and word other comments"
            + " differently");
  }

  private static Marker marker(String comment) {
    var text = comment.toLowerCase(Locale.ROOT);
    for (var prefix : List.of("migrate:", "+goose ", "+migrate ")) {
      if (text.startsWith(prefix)) {
        var word = firstWord(text.substring(prefix.length()).strip());
        return word.equals("up") ? Marker.UP : word.equals("down") ? Marker.DOWN : Marker.NONE;
      }
    }
    var word = firstWord(text);
    boolean up = word.equals("up");
    if (!up && !word.equals("down")) {
      return Marker.NONE;
    }
    var rest = text.substring(word.length());
    var next = firstWord(rest.strip());
    if (next.isEmpty() || SECTION_WORDS.contains(next)) {
      return up ? Marker.UP : Marker.DOWN;
    }
    return up ? Marker.PERHAPS_UP : Marker.PERHAPS_DOWN;
  }

  /** The letters at the start. */
  private static String firstWord(String text) {
    int end = 0;
    while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end);
  }
}
