package io.schemamigration.runner.cli.output;

import io.schemamigration.core.plan.AppliedMigration;
import io.schemamigration.core.source.Migration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the files differ from what was applied. */
enum Drift {
  /** The file has another text. */
  EDITED,
  /** The file is gone. */
  MISSING;

  /** What the history and the folder say; null where they agree, or nobody knows. */
  static @Nullable Drift of(AppliedMigration past, @Nullable Migration file) {
    if (!past.status().applied()) {
      return null;
    }
    var checksum = past.fileChecksum();
    if (checksum == null) {
      return null; // a baseline, or a file that was gone already
    }
    return file == null ? MISSING : file.isText(checksum) ? null : EDITED;
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  String words(@Nullable String file) {
    return switch (this) {
      case EDITED -> file + " was edited after it was applied";
      case MISSING -> "its file is missing";
    };
  }
}
