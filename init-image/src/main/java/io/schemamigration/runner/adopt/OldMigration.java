package io.schemamigration.runner.adopt;

import io.schemamigration.core.window.Version;
import org.jspecify.annotations.Nullable;

/**
 * A migration as another tool noted it.
 *
 * @param version its place in the order
 * @param name as that tool calls it
 * @param appliedAt when, as this database writes times; null where the tool didn't note it
 * @param millis how long it took, or null
 * @param checksum that tool's own, or null
 * @param coversBelow whether it stands for everything below it, too
 */
record OldMigration(
    Version version,
    String name,
    @Nullable String appliedAt,
    @Nullable Long millis,
    @Nullable String checksum,
    boolean coversBelow) {}
