package io.schemamigration.core.source;

import io.schemamigration.core.window.Version;
import java.util.List;
import java.util.TreeSet;

/**
 * The ends of what a directory's migrations depend on: several where branches were brought together
 * and nothing comes after both.
 *
 * @param declared whether any migration says what it depends on
 * @param versions on which nothing depends, in order
 */
public record BranchHeads(boolean declared, List<Version> versions) {
  /** Makes the list safe to share. */
  public BranchHeads {
    versions = List.copyOf(versions);
  }

  /** A migration that says nothing comes after the one before it. */
  public static BranchHeads of(MigrationSource source) {
    var heads = new TreeSet<Version>();
    boolean declared = false;
    Version before = null;
    for (var migration : source.migrations()) {
      if (!migration.dependsOn().isEmpty()) {
        declared = true;
        heads.removeAll(migration.dependsOn());
      } else if (before != null) {
        heads.remove(before);
      }
      before = migration.version();
      heads.add(before);
    }
    return new BranchHeads(declared, List.copyOf(heads));
  }
}
