package io.schemamigration.core.report;

import io.schemamigration.core.window.Version;

/**
 * A migration that can't be applied yet, because another has to come first.
 *
 * @param version the first expand migration that waits
 * @param by the pending contract migration that it doesn't overtake: release that version first
 */
public record Blocked(Version version, Version by) {}
