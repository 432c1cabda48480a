/** Chooses the judge of a database and settles the phases of pending migrations with it. */
@NullMarked
package io.schemamigration.runner.judge;

import org.jspecify.annotations.NullMarked;
