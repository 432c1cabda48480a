package io.schemamigration.runner.db;

/** The names of the runner's two tables; their statements are written in the package ledger. */
public final class OwnTables {
  public static final String HISTORY = "schema_migration_history";
  public static final String WINDOW = "schema_migration_window";

  private OwnTables() {}
}
