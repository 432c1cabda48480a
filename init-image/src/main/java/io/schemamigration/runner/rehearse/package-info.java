/** Runs what is pending on a copy and measures it. */
@NullMarked
package io.schemamigration.runner.rehearse;

import org.jspecify.annotations.NullMarked;
