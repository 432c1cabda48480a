package io.schemamigration.core.report;

import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import org.jspecify.annotations.Nullable;

/**
 * A migration of the source that is not applied.
 *
 * @param version its version
 * @param description its name in words
 * @param phase its phase, or null while it isn't known
 * @param breaks what of older code breaks, with its place, such as {@code 002_drop.sql:3: column
 *     users.name is removed}; at most {@value #LONGEST} characters, longer texts are cut; null
 *     where nothing breaks or it isn't known
 */
public record PendingMigration(
    Version version, String description, @Nullable Phase phase, @Nullable String breaks) {
  /** How long {@code breaks} can be, in characters. */
  public static final int LONGEST = 300;

  /** Makes each text one line that can be shown, and cuts what is too long for a list. */
  public PendingMigration {
    description = Printable.line(description);
    breaks = breaks == null ? null : Printable.line(breaks);
    if (breaks != null && breaks.length() > LONGEST) {
      int end = LONGEST - 1;
      end = Character.isHighSurrogate(breaks.charAt(end - 1)) ? end - 1 : end;
      breaks = breaks.substring(0, end) + "…";
    }
  }
}
