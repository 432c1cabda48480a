package io.schemamigration.core.source.read;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What a mistyped key was probably meant to be. */
final class NearKey {
  /** From how many letters on two may be wrong. */
  private static final int LONG = 8;

  private NearKey() {}

  /** The known key that differs by a letter or two, or null; a known key is near itself. */
  static @Nullable String of(String key, Collection<String> known) {
    for (var candidate : known) {
      int most = Math.min(key.length(), candidate.length()) >= LONG ? 2 : 1;
      if (distance(key, candidate) <= most) {
        return candidate;
      }
    }
    return null;
  }

  /** How many letters are wrong, left out, too many, or swapped with the next. */
  private static int distance(String a, String b) {
    var rows = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          rows[i][j] = i + j;
          continue;
        }
        int changed = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(changed, Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        rows[i][j] = swapped ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
      }
    }
    return rows[a.length()][b.length()];
  }
}
