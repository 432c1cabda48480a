/** How a run ends other than well. */
@NullMarked
package io.schemamigration.runner.end;

import org.jspecify.annotations.NullMarked;
