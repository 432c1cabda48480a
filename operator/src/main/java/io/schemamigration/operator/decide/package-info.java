/** The decision: what to do next, as a pure function of what was seen. */
@NullMarked
package io.schemamigration.operator.decide;

import org.jspecify.annotations.NullMarked;
