package io.schemamigration.core.plan;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import org.jspecify.annotations.Nullable;

/**
 * A row of the history.
 *
 * @param version of the migration
 * @param description its name in words at that time
 * @param phase what it was applied as; null when it was applied without anybody deciding
 * @param checksum SHA-256 of its up file then, 64 hex digits; null where nobody knows what it was;
 *     {@link #NO_FILE} where another tool applied it, and its file is gone
 * @param status how it stands
 */
public record AppliedMigration(
    Version version,
    String description,
    @Nullable Phase phase,
    @Nullable String checksum,
    HistoryStatus status) {
  /** In place of the checksum of a file that is gone. */
  public static final String NO_FILE = "";

  /** As it is once that migration is applied. */
  public static AppliedMigration completed(Migration migration) {
    return new AppliedMigration(
        migration.version(),
        migration.description(),
        migration.phase(),
        migration.checksum(),
        HistoryStatus.COMPLETED);
  }

  /**
   * Whether everything below it counts as applied, too: a baseline. What was adopted stands for
   * itself alone, with its file or without.
   */
  public boolean coversBelow() {
    return status == HistoryStatus.BASELINED && checksum == null;
  }

  /** What its file has to have, or null where that isn't known. */
  public @Nullable String fileChecksum() {
    return NO_FILE.equals(checksum) ? null : checksum;
  }
}
