package io.schemamigration.operator.observation;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads durations as Kubernetes writes them: {@code 1h30m}, {@code 45s}. */
public final class Durations {
  private Durations() {}

  /** The duration; zero for null. The CRD's pattern admits nothing else. */
  public static Duration parse(@Nullable String text) {
    return text == null || text.isEmpty()
        ? Duration.ZERO
        : Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
  }
}
