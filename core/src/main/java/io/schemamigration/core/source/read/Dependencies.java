package io.schemamigration.core.source.read;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.Problem;
import io.schemamigration.core.source.name.DuplicateVersion;
import io.schemamigration.core.window.Version;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether the order of the versions is one in which everything comes after what it builds on. What
 * isn't among the files may be in the database: the planner asks there.
 */
final class Dependencies {
  private final Map<Version, Migration> migrations = new HashMap<>();

  private Dependencies(List<Migration> migrations) {
    migrations.forEach(m -> this.migrations.put(m.version(), m));
  }

  static void check(List<Migration> migrations, List<Problem> problems) {
    var all = new Dependencies(migrations);
    for (var migration : migrations) {
      for (var needed : migration.dependsOn()) {
        var problem = all.problem(migration, needed);
        if (problem != null) {
          problems.add(problem);
        }
      }
    }
  }

  private @Nullable Problem problem(Migration migration, Version needed) {
    if (migration.overtakes().contains(needed)) {
      return told(
          migration, "depends on " + needed + ", and overtakes it", "remove one of the two lines");
    }
    if (needed.isBelow(migration.version())) {
      return null;
    }
    if (needed.equals(migration.version())) {
      return told(migration, "depends on itself", "remove " + needed + " from what it depends on");
    }
    var file = migrations.containsKey(needed) ? migrations.get(needed).file() : "no file";
    if (needs(needed, migration.version())) {
      return told(
          migration,
          "a circle: it depends on " + needed + " (" + file + "), which depends on it",
          "remove one of the two dependencies");
    }
    return told(
        migration,
        "depends on " + needed + " (" + file + "), which comes after it",
        "give it a version above " + needed + ": " + DuplicateVersion.renumber(migration.file()));
  }

  private static Problem told(Migration migration, String message, String hint) {
    return new Problem(
        migration.file(), null, "migration " + migration.version() + ": " + message, hint);
  }

  /** Whether one needs the other, by however many steps. */
  private boolean needs(Version from, Version to) {
    var open = new ArrayDeque<Version>(List.of(from));
    var seen = new HashMap<Version, Boolean>();
    while (!open.isEmpty()) {
      var version = open.pop();
      if (version.equals(to)) {
        return true;
      }
      var migration = migrations.get(version);
      if (migration != null && seen.put(version, true) == null) {
        open.addAll(migration.dependsOn());
      }
    }
    return false;
  }
}
