/** A dry run promises what the run does. */
@NullMarked
package io.schemamigration.runner.foresee;

import org.jspecify.annotations.NullMarked;
