package io.schemamigration.runner.words;

import java.util.Collection;

/** What a mistyped word was probably meant to be. */
public final class Nearest {
  private Nearest() {}

  /** The one with the fewest letters to change; the words must not be empty. */
  public static String of(String mistyped, Collection<String> words) {
    var nearest = "";
    int least = Integer.MAX_VALUE;
    for (var word : words) {
      int distance = distance(word, mistyped);
      if (distance < least) {
        least = distance;
        nearest = word;
      }
    }
    return nearest;
  }

  /** Edit distance: how many letters differ. */
  private static int distance(String a, String b) {
    var row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int same = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(same, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
