package io.schemamigration.runner.foresee;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.words.BlockingIndex;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Access;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.run.IndexBuilds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a plan says about indexes of large tables on PostgreSQL. */
public record IndexNotes(Map<Version, List<String>> notes) {
  private static final int MEBIBYTE = 20;

  /**
   * Asks the database how large their tables are; connects only where an index is built.
   *
   * @param begun what was begun CONCURRENTLY before, and continues so
   */
  public static IndexNotes of(Access access, List<Migration> migrations, Set<Version> begun) {
    var notes = new HashMap<Version, List<String>>();
    boolean builds =
        access.url().dialect() == Dialect.POSTGRESQL
            && migrations.stream().anyMatch(m -> m.transactional() && count(m) > 0);
    if (!builds) {
      return new IndexNotes(notes);
    }
    try (var session = Session.openToRead(access)) {
      for (var migration : migrations) {
        if (session != null && migration.transactional()) {
          notes.put(
              migration.version(), notes(session, migration, begun.contains(migration.version())));
        }
      }
    }
    return new IndexNotes(notes);
  }

  private static long count(Migration migration) {
    return migration.up().stream().filter(s -> BlockingIndex.of(s) != null).count();
  }

  private static List<String> notes(Session session, Migration migration, boolean begun) {
    var notes = new ArrayList<String>();
    var otherwise = otherwise(session, migration, begun);
    for (var statement : migration.up()) {
      var index = BlockingIndex.of(statement);
      long bytes = index == null ? 0 : session.tableBytes(index.table());
      if (index != null && bytes >= IndexBuilds.LARGE_BYTES) {
        notes.add(
            session.hasPartitions(index.table())
                ? partitioned(migration, statement, index.table(), bytes)
                : note(migration, statement, index.table(), bytes, otherwise));
      }
    }
    return notes;
  }

  /** What would have them built CONCURRENTLY; null where they are. */
  private static @Nullable String otherwise(Session session, Migration migration, boolean begun) {
    if (migration.metadata().indexesAsWritten()) {
      return "without -- index: as-written";
    }
    if (count(migration) < migration.up().size()) {
      return "in a file of its own";
    }
    return session.indexesAsWritten() && !begun ? "without concurrent-indexes = false" : null;
  }

  private static String partitioned(
      Migration migration, Statement statement, String table, long bytes) {
    return migration.file()
        + ":"
        + statement.line()
        + ": blocks writes to all partitions of "
        + table
        + " ("
        + (bytes >> MEBIBYTE)
        + " MiB) until the migration ends; build it ON ONLY "
        + table
        + ", then CONCURRENTLY on each partition, and ATTACH these";
  }

  private static String note(
      Migration migration,
      Statement statement,
      String table,
      long bytes,
      @Nullable String otherwise) {
    var place = migration.file() + ":" + statement.line() + ": ";
    var size = table + " (" + (bytes >> MEBIBYTE) + " MiB)";
    if (otherwise == null) {
      return place + "is built CONCURRENTLY, so that " + size + " stays writable";
    }
    return place
        + "blocks writes to "
        + size
        + " until the migration ends; "
        + otherwise
        + " it would be built CONCURRENTLY";
  }

  /** What is said about that migration. */
  public List<String> of(Migration migration) {
    return notes.getOrDefault(migration.version(), List.of());
  }
}
