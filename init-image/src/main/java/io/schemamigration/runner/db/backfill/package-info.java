/** A backfill's position and what it must not disturb. */
@NullMarked
package io.schemamigration.runner.db.backfill;

import org.jspecify.annotations.NullMarked;
