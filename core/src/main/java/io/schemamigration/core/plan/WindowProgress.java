package io.schemamigration.core.plan;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is applied, one more after each migration, and the maximum that follows: what {@link
 * Planner#maximumAfter} says, without looking at all migrations for each of them.
 */
public final class WindowProgress {
  private final List<Migration> migrations;
  private final Set<Version> done;

  /** Of the source, not applied. */
  private final TreeSet<Version> open = new TreeSet<>();

  /** Applied, no longer of any file. */
  private final TreeSet<Version> foreign = new TreeSet<>();

  /** Before this one of the source there is no gap. */
  private int reached;

  /** Begins with those that are applied. */
  public WindowProgress(MigrationSource source, Collection<Version> done) {
    this.migrations = source.migrations();
    this.done = new HashSet<>(done);
    foreign.addAll(done);
    for (var migration : migrations) {
      foreign.remove(migration.version());
      if (!this.done.contains(migration.version())) {
        open.add(migration.version());
      }
    }
    advance();
  }

  /** One more is applied. */
  public void add(Version version) {
    done.add(version);
    open.remove(version);
    advance();
  }

  private void advance() {
    while (reached < migrations.size() && !isGap(migrations.get(reached))) {
      reached++;
    }
  }

  private boolean isGap(Migration migration) {
    return migration.phase() != Phase.CONTRACT && !done.contains(migration.version());
  }

  /** The maximum with one more. */
  public Version maximumWith(Version version) {
    int gap = reached;
    while (gap < migrations.size()
        && (!isGap(migrations.get(gap)) || migrations.get(gap).version().equals(version))) {
      gap++;
    }
    var known = gap == 0 ? Version.NONE : migrations.get(gap - 1).version();
    var beyond =
        gap == migrations.size()
            ? (foreign.isEmpty() ? null : foreign.last())
            : foreign.lower(migrations.get(gap).version());
    return beyond == null ? known : Version.max(known, beyond);
  }

  /** What is still open at or below {@code maximum} with one more applied. */
  public List<Version> announced(Version with, Version maximum) {
    var announced = new TreeSet<>(open.headSet(maximum, true));
    announced.remove(with);
    return List.copyOf(announced);
  }
}
