package io.schemamigration.core.report;

import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import org.jspecify.annotations.Nullable;

/**
 * A migration of the source that is not applied.
 *
 * @param version its version
 * @param description its name in words
 * @param phase its phase, or null while nobody can tell
 */
public record PendingMigration(Version version, String description, @Nullable Phase phase) {}
