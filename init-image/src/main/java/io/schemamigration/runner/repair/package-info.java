/** Finds and removes what an interrupted run left behind. */
@NullMarked
package io.schemamigration.runner.repair;

import org.jspecify.annotations.NullMarked;
