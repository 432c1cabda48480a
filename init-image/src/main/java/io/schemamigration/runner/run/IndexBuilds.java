package io.schemamigration.runner.run;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.words.BlockingIndex;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.ledger.RunningRow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds the indexes of a migration that makes nothing else CONCURRENTLY where a table is large: a
 * plain CREATE INDEX on PostgreSQL keeps everyone from writing to it until it is built. On a small
 * table that is over at once, and the migration stays one transaction.
 */
public final class IndexBuilds {
  /** From this size on a build takes long enough to be noticed. */
  public static final long LARGE_BYTES = 8L << 20;

  private final Session session;
  private final Progress progress;

  public IndexBuilds(Session session, Progress progress) {
    this.session = session;
    this.progress = progress;
  }

  /**
   * The migration as it should be run.
   *
   * @param reached statements of it that were done before, where it is resumed; else null
   */
  public Migration careful(Migration migration, @Nullable Integer reached) {
    if (session.dialect() != Dialect.POSTGRESQL
        || !migration.transactional()
        || migration.metadata().indexesAsWritten()) {
      return migration;
    }
    var concurrently = new ArrayList<Statement>();
    var large = new ArrayList<String>();
    for (var statement : migration.up()) {
      var index = BlockingIndex.of(statement);
      if (index == null) {
        return migration;
      }
      concurrently.add(index.concurrently());
      if (session.tableBytes(index.table()) >= LARGE_BYTES) {
        large.add(index.table());
      }
    }
    boolean plain = large.isEmpty() || session.indexesAsWritten();
    if (concurrently.isEmpty() || (plain && !begun(migration, reached))) {
      return migration;
    }
    if (hasPartitions(migration)) {
      return migration;
    }
    progress.tell(told(migration, large));
    return migration.apart(concurrently);
  }

  /** PostgreSQL refuses CONCURRENTLY there. */
  private boolean hasPartitions(Migration migration) {
    for (var statement : migration.up()) {
      var index = BlockingIndex.of(statement);
      if (index != null && session.hasPartitions(index.table())) {
        return true;
      }
    }
    return false;
  }

  /** What was begun in one way continues in the same way. */
  private boolean begun(Migration migration, @Nullable Integer reached) {
    return reached != null || new RunningRow(session).failed(migration.version()) != null;
  }

  private static String told(Migration migration, List<String> large) {
    return "building the indexes of "
        + migration.file()
        + " CONCURRENTLY, so that "
        + (large.isEmpty() ? "the table" : String.join(", ", large))
        + " stays writable";
  }
}
