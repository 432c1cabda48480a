package io.schemamigration.runner.words;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What a mistyped word was probably meant to be. */
public final class Nearest {
  /** How many letters of a word are typed right for each one that is wrong. */
  private static final int LETTERS = 3;

  private static final int MOST = 3;

  private Nearest() {}

  /**
   * The one with the fewest letters to change; null where none is near, since a wild guess helps
   * nobody.
   */
  public static @Nullable String of(String mistyped, Collection<String> words) {
    String nearest = null;
    int least = Math.clamp(mistyped.length() / LETTERS, 1, MOST) + 1;
    for (var word : words) {
      int distance = distance(word, mistyped);
      if (distance < least && distance < word.length()) {
        least = distance;
        nearest = word;
      }
    }
    return nearest;
  }

  /** Edit distance: how many letters differ; two that changed places count once. */
  private static int distance(String a, String b) {
    var all = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        all[i][j] = i == 0 || j == 0 ? i + j : least(all, a, b, i, j);
      }
    }
    return all[a.length()][b.length()];
  }

  private static int least(int[][] all, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int least =
        Math.min(all[i - 1][j - 1] + (same ? 0 : 1), Math.min(all[i - 1][j], all[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, all[i - 2][j - 2] + 1) : least;
  }
}
