/** Random migrations that are judged harmless are run against random older code. */
@NullMarked
package io.schemamigration.runner.soundness;

import org.jspecify.annotations.NullMarked;
