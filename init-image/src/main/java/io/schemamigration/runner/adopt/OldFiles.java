package io.schemamigration.runner.adopt;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.Repeatable;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.adopt.OldHistory.Repeated;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.tool.Tool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compares the files with what the other tool noted of them. */
final class OldFiles {
  private static final Pattern PRISMA_FILE = Pattern.compile("[/.]migration[.]sql$");

  private final Tool tool;
  private final Wish.Accepted accepted;
  private final Map<String, byte[]> contents = new HashMap<>();
  private final List<Different> different = new ArrayList<>();

  OldFiles(Tool tool, List<SourceFile> files, Wish.Accepted accepted) {
    this.tool = tool;
    this.accepted = accepted;
    files.forEach(file -> contents.put(file.name(), file.content()));
  }

  /** Looks at a migration's file; why it is taken although it differs, or null. */
  @Nullable String check(OldMigration old, Migration migration) {
    var noted = old.row().checksum();
    var now = now(noted, migration.file());
    if (noted == null || now == null || OldChecksum.same(noted, now)) {
      return null;
    }
    var reason = accepted.reason(migration.file());
    if (reason == null) {
      different.add(new Different(migration.file(), noted, now));
    }
    return reason;
  }

  /** A file, its checksum as it was noted, and as it is now. */
  private record Different(String file, String noted, String now) {
    String words() {
      return file + " (it noted checksum " + noted + ", the file has " + now + ")";
    }
  }

  private @Nullable String now(@Nullable String noted, String file) {
    var content = contents.get(file);
    return noted == null || content == null ? null : OldChecksum.of(tool, noted, content);
  }

  /**
   * Refuses all that differ, at once.
   *
   * @throws RefusedException when one does, and nobody accepts it
   */
  void refuse() {
    if (different.isEmpty()) {
      return;
    }
    var files = different.stream().map(Different::words).toList();
    var accept = different.stream().map(one -> one.file() + "=REASON").toList();
    throw new RefusedException(
        Reason.CHECKSUM_MISMATCH,
        "what "
            + tool.text()
            + " applied isn't what the files are now: "
            + String.join("; ", files),
        "Restore the files, or take them as they are: --accept-checksum "
            + String.join(",", accept)
            + " (or REASON alone, for all of them). The history keeps the reasons.");
  }

  /** The file that the other tool ran last, as it is now; null where it was edited, or is gone. */
  @Nullable Repeatable unchanged(MigrationSource source, Repeated old) {
    for (var file : source.repeatables()) {
      boolean named = base(file.file()).equals(base(old.script()));
      var noted = old.row().checksum();
      var now = now(noted, file.file());
      if (named && noted != null && now != null && OldChecksum.same(noted, now)) {
        return file;
      }
    }
    return null;
  }

  /**
   * The versions that names stand for: those that are said, and Prisma's folders, since what one
   * has as its version depends on the others.
   */
  static Map<String, Version> names(Tool tool, MigrationSource source, Wish wish) {
    var names = new HashMap<String, Version>();
    if (tool == Tool.PRISMA) {
      for (var migration : source.migrations()) {
        names.put(PRISMA_FILE.matcher(migration.file()).replaceFirst(""), migration.version());
      }
    }
    names.putAll(wish.mapped());
    return names;
  }

  private static String base(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * What Alembic writes into its scripts would make its table in every new database, and its
   * statements fail where that is missing.
   *
   * @throws RefusedException when there is such a statement
   */
  static void refuseOwnLines(MigrationSource source) {
    var found = new ArrayList<String>();
    for (var migration : source.migrations()) {
      for (var statement : migration.up()) {
        if (statement.sql().toLowerCase(Locale.ROOT).contains(Tool.ALEMBIC.table())) {
          found.add(migration.file() + ":" + statement.line());
        }
      }
    }
    if (!found.isEmpty()) {
      throw new RefusedException(
          Reason.INVALID_MIGRATIONS,
          "these statements are Alembic's own, about its table alembic_version: "
              + String.join(", ", found),
          "Take them out before you adopt the files: afterwards they can't be edited.");
    }
  }
}
