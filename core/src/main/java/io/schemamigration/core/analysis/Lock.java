package io.schemamigration.core.analysis;

/**
 * A lock on a table that existed before the migration.
 *
 * @param mode the strongest that the statement takes
 * @param table as the statement writes it, with its schema if it names one
 */
public record Lock(LockMode mode, String table) {}
