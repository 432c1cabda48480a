/** What every step of a run shares. */
@NullMarked
package io.schemamigration.runner.run;

import org.jspecify.annotations.NullMarked;
