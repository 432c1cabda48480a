package io.schemamigration.runner.adopt;

import io.schemamigration.core.window.Version;
import org.jspecify.annotations.Nullable;

/**
 * A migration as another tool noted it.
 *
 * @param version its place in the order
 * @param name as that tool calls it
 * @param row what else it noted
 * @param coversBelow whether it stands for everything below it, too
 */
record OldMigration(Version version, String name, OldRow row, boolean coversBelow) {
  /** What the other tool noted of it; null where it didn't. */
  record OldRow(
      @Nullable String description,
      @Nullable String appliedAt,
      @Nullable Long millis,
      @Nullable String checksum,
      @Nullable String appliedBy) {
    static final OldRow NOTHING = new OldRow(null, null, null, null, null);
  }

  /** One that nobody noted, below one that stands for it. */
  static OldMigration below(Version version) {
    return new OldMigration(version, version.toString(), OldRow.NOTHING, false);
  }

  /** What to call it where its file is gone. */
  String words() {
    var text = row.description();
    return text == null || text.isBlank() ? name : text;
  }
}
