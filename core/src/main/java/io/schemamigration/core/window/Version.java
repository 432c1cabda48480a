package io.schemamigration.core.window;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A schema version: one to four non-negative integers of at most 18 digits, compared part by part;
 * missing parts are 0, so {@code 1}, {@code 1.0} and {@code 001} are one version. Written without
 * leading zeros and trailing zero parts.
 */
public final class Version implements Comparable<Version> {
  /** Code that knows no migration at all: older than every version. */
  public static final Version NONE = new Version(new long[4]);

  private static final Pattern FORM = Pattern.compile("\\d{1,18}(\\.\\d{1,18}){0,3}");
  private static final int PARTS = 4;

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
    if (!FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    var parts = new long[PARTS];
    var written = text.split("\\.", -1);
    for (int i = 0; i < written.length; i++) {
      parts[i] = Long.parseLong(written[i]);
    }
    return Optional.of(new Version(parts));
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
    return Arrays.stream(parts, 0, last + 1)
        .mapToObj(Long::toString)
        .collect(Collectors.joining("."));
  }
}
