package io.schemamigration.runner.words;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Durations as {@code 500ms}, {@code 90s}, {@code 10m}, {@code 1h30m}. */
public final class WrittenDuration {
  /** What to say of a text that is none. */
  public static final String ISNT = " is not a duration such as 500ms, 90s or 10m";

  private static final String MILLIS = "MS";

  private WrittenDuration() {}

  /** The duration; null where the text is none. */
  public static @Nullable Duration parse(String text) {
    try {
      var upper = text.toUpperCase(Locale.ROOT);
      return upper.endsWith(MILLIS)
          ? Duration.ofMillis(Long.parseLong(upper.substring(0, upper.length() - MILLIS.length())))
          : Duration.parse("PT" + upper);
    } catch (DateTimeParseException | NumberFormatException e) {
      return null;
    }
  }
}
