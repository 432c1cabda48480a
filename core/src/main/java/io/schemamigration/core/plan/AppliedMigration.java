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
 * @param checksum SHA-256 of its up file then, 64 hex digits; null where there was no file
 * @param status how it stands
 */
public record AppliedMigration(
    Version version,
    String description,
    @Nullable Phase phase,
    @Nullable String checksum,
    HistoryStatus status) {

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
   * Whether everything below it counts as applied, too: a baseline of which no file is known. One
   * that was adopted with its file stands for itself alone.
   */
  public boolean coversBelow() {
    return status == HistoryStatus.BASELINED && checksum == null;
  }
}
