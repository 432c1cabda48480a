package io.schemamigration.runner.db;

import io.schemamigration.core.window.Version;

/** Changes to rows of the history that were written before; in a transaction of the caller. */
public final class History {
  private final Session session;
  private final String table;

  /** The history as that session reaches it. */
  public History(Session session) {
    this.session = session;
    this.table = session.sql().history();
  }

  /**
   * Notes that an applied migration has been taken back.
   *
   * @param metadata JSON that is added to the row's own
   * @return whether it was there as applied
   */
  public boolean rolledBack(Version version, String metadata) {
    return session.update(
            "UPDATE "
                + table
                + " SET status = 'rolled_back', rollback_at = "
                + session.sql().now()
                + ", metadata = "
                + merged()
                + " WHERE version = ? AND status IN ('completed', 'baselined')",
            metadata,
            version.toString())
        == 1;
  }

  /** The row's metadata with that of a parameter. */
  private String merged() {
    return switch (session.dialect()) {
      case POSTGRESQL -> "COALESCE(metadata, '{}'::jsonb) || ?::jsonb";
      case SQLITE -> "json_patch(COALESCE(metadata, '{}'), ?)";
    };
  }
}
