/** Which migrations a step applies, and why it applies no more. */
@NullMarked
package io.schemamigration.core.plan;

import org.jspecify.annotations.NullMarked;
