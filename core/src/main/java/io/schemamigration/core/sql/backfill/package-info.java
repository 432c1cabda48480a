/** The mark of a backfill. */
@NullMarked
package io.schemamigration.core.sql.backfill;

import org.jspecify.annotations.NullMarked;
