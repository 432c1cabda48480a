package io.schemamigration.runner.db.ledger;

/**
 * What the two tables say to code that was built for a version.
 *
 * @param row of the window
 * @param known whether the version names a migration that was ever seen here
 * @param halfDone whether that migration was begun and doesn't exist, and code of its version needs
 *     it: a contract migration's own code lives without it, too
 */
public record VersionFacts(WindowRow row, boolean known, boolean halfDone) {}
