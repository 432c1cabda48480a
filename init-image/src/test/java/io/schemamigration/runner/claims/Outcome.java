package io.schemamigration.runner.claims;

import io.schemamigration.core.analysis.LockMode;
import java.util.Map;
import java.util.Set;

/**
 * What a server did while it ran the statements of one migration.
 *
 * @param locks the strongest on each relation that was there before
 * @param rewritten relations whose file is another one afterwards
 * @param scanned tables that were read whole, {@code foreign-key} where one was checked
 */
record Outcome(Map<String, LockMode> locks, Set<String> rewritten, Set<String> scanned) {}
