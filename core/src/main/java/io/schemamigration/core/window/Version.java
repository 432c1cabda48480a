package io.schemamigration.core.window;

import java.util.Arrays;
import java.util.Optional;

/**
 * A schema version: one to four non-negative integers of at most 18 digits, compared part by part;
 * missing parts are 0, so {@code 1}, {@code 1.0} and {@code 001} are one version. Written without
 * leading zeros and trailing zero parts.
 */
public final class Version implements Comparable<Version> {
  /** Code that knows no migration at all: older than every version. */
  public static final Version NONE = new Version(new long[4]);

  private static final int PARTS = 4;

  /** What a long can hold, whatever the digits. */
  private static final int MAX_DIGITS = 18;

  private final long[] parts;

  private Version(long[] parts) {
    this.parts = parts;
  }

  /**
   * Reads a version as a person writes it.
   *
   * @throws IllegalArgumentException when {@code text} is not a version
   */
  public static Version of(String text) {
    return parse(text)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'" + text + "' is not a version such as 7, 1.2 or 20251127100000"));
  }

  /** Reads a version, or nothing when {@code text} has not the form of one. */
  public static Optional<Version> parse(String text) {
    var parts = new long[PARTS];
    int part = 0;
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9' && digits < MAX_DIGITS) {
        parts[part] = parts[part] * 10 + (c - '0');
        digits++;
      } else if (c == '.' && digits > 0 && part + 1 < PARTS) {
        part++;
        digits = 0;
      } else {
        return Optional.empty();
      }
    }
    return digits == 0 ? Optional.empty() : Optional.of(new Version(parts));
  }

  /** The greater of two versions. */
  public static Version max(Version a, Version b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  /** Whether this version comes before {@code other}. */
  public boolean isBelow(Version other) {
    return compareTo(other) < 0;
  }

  /** Whether this version comes after {@code other}. */
  public boolean isAbove(Version other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(Version other) {
    return Arrays.compare(parts, other.parts);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Version v && Arrays.equals(parts, v.parts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(parts);
  }

  /** The canonical form, in which the history and the status hold it. */
  @Override
  public String toString() {
    int last = PARTS - 1;
    while (last > 0 && parts[last] == 0) {
      last--;
    }
    var text = new StringBuilder().append(parts[0]);
    for (int i = 1; i <= last; i++) {
      text.append('.').append(parts[i]);
    }
    return text.toString();
  }
}
