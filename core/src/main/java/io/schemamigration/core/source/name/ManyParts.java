package io.schemamigration.core.source.name;

import io.schemamigration.core.source.Problem;
import org.jspecify.annotations.Nullable;

/** Flyway's versions of more parts than four, of which one of four can be made. */
final class ManyParts {
  private static final int MOST = 4;
  private static final int DIGITS = 3;

  private ManyParts() {}

  /**
   * The version of four parts in which all after the fourth are appended to it, with three digits
   * each; null where the number has no more than four, is no version, or would be too long.
   */
  static @Nullable String joined(String number) {
    var parts = number.replace('_', '.').split("\\.", -1);
    var text = new StringBuilder();
    for (int i = 0; i < parts.length; i++) {
      var part = parts[i];
      if (part.isEmpty() || VersionedName.digitsEnd(part, 0) != part.length()) {
        return null;
      }
      text.append(i == 0 || i >= MOST ? "" : ".");
      text.append("0".repeat(i < MOST ? 0 : Math.max(0, DIGITS - part.length()))).append(part);
    }
    var joined = text.toString();
    return parts.length > MOST && VersionedName.parts(joined) != null ? joined : null;
  }

  /** What to rename the file to. */
  static Problem problem(String file, String base, String number) {
    return new Problem(
        file,
        null,
        "'" + number + "' has more than four parts, and a version has up to four",
        "rename it to "
            + base.charAt(0)
            + joined(number)
            + base.substring(1 + number.length())
            + ".sql, and every other file of four parts or more alike: what comes after the third part"
            + " becomes one number, with three digits for each");
  }
}
