/** The steps of a run; each is safe to be killed anywhere. */
@NullMarked
package io.schemamigration.runner.step;

import org.jspecify.annotations.NullMarked;
