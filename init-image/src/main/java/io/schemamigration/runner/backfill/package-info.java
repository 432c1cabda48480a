/** Runs a backfill batch by batch. */
@NullMarked
package io.schemamigration.runner.backfill;

import org.jspecify.annotations.NullMarked;
