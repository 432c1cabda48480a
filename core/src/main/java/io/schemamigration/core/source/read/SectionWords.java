package io.schemamigration.core.source.read;

import io.schemamigration.core.source.read.SectionMark.Kind;
import io.schemamigration.core.source.read.SectionMark.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads marks that are words: {@code Up}, {@code Down Migration}, {@code === DOWN ===}. */
final class SectionWords {
  /** Words around Up or Down that are no prose. */
  private static final Set<String> SECTION =
      Set.of("migration", "migrations", "migrate", "section", "script", "part", "sql");

  /** Words of marks that no known tool has. */
  private static final Set<String> AROUND =
      Set.of(
          "begin",
          "start",
          "end",
          "here",
          "below",
          "above",
          "direction",
          "statement",
          "statements",
          "sections",
          "scripts",
          "step",
          "steps",
          "code",
          "block",
          "changes");

  private static final Set<String> UP = Set.of("up", "upgrade");
  private static final Set<String> DOWN = Set.of("down", "downgrade");
  private static final Set<String> LIKE_UP = Set.of("ups", "forward", "forwards");

  private static final Set<String> LIKE_DOWN =
      Set.of("downs", "rollback", "undo", "revert", "reverse", "backward", "backwards");

  private SectionWords() {}

  /** Reads a comment's text, in lower case. */
  static SectionMark read(String text) {
    var words = words(text);
    boolean up = words.stream().anyMatch(UP::contains);
    boolean down = words.stream().anyMatch(DOWN::contains);
    if (up != down && words.stream().filter(w -> !SECTION.contains(w)).count() == 1) {
      return SectionMark.of(up ? Kind.UP : Kind.DOWN, Style.WORDS);
    }
    boolean likeDown = down || words.stream().anyMatch(LIKE_DOWN::contains);
    boolean likeUp = up || words.stream().anyMatch(LIKE_UP::contains);
    boolean like =
        (likeUp || likeDown) && (isBare(words) || (words.size() == 2 && isDecorated(text)));
    if (like && up && down) {
      return SectionMark.of(Kind.LIKE_DOWN, Style.NONE);
    }
    var first = first(text);
    if (first.equals("up") || first.equals("down")) {
      return prose(text, first.equals("up"), like);
    }
    if (like || isTern(words)) {
      return SectionMark.of(likeUp && !likeDown ? Kind.LIKE_UP : Kind.LIKE_DOWN, Style.NONE);
    }
    return DownHeading.read(words);
  }

  /** The way back under somebody's name: {@code foo down}, {@code billing: rollback}. */
  static boolean isNamedDown(String text) {
    var words = words(text.toLowerCase(Locale.ROOT));
    return words.size() == 2
        && (DOWN.contains(words.getLast()) || LIKE_DOWN.contains(words.getLast()));
  }

  /** {@code Up: the table}, {@code Down (optional)}, or a sentence that begins so. */
  private static SectionMark prose(String text, boolean up, boolean like) {
    var word = up ? "up" : "down";
    var next = first(text.substring(word.length()).strip());
    if (next.isEmpty() || SECTION.contains(next)) {
      return SectionMark.of(up ? Kind.UP : Kind.DOWN, Style.WORDS);
    }
    if (like) {
      return SectionMark.of(up ? Kind.LIKE_UP : Kind.LIKE_DOWN, Style.WORDS);
    }
    return SectionMark.of(up ? Kind.PERHAPS_UP : Kind.PERHAPS_DOWN, Style.WORDS);
  }

  private static boolean isBare(List<String> words) {
    for (var word : words) {
      if (!SECTION.contains(word)
          && !AROUND.contains(word)
          && !UP.contains(word)
          && !DOWN.contains(word)
          && !LIKE_UP.contains(word)
          && !LIKE_DOWN.contains(word)) {
        return false;
      }
    }
    return true;
  }

  /** The word of a tool that isn't known: {@code +name Down}. */
  private static boolean isDecorated(String text) {
    return !text.isEmpty() && "+@!$%&".indexOf(text.charAt(0)) >= 0;
  }

  private static boolean isTern(List<String> words) {
    return words.equals(List.of("drop", "below"));
  }

  private static List<String> words(String text) {
    var words = new ArrayList<String>();
    for (var word : text.replace("roll back", "rollback").split("[^\\p{L}\\p{N}_]+", -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  /** The letters at the start. */
  static String first(String text) {
    int end = 0;
    while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end);
  }
}
