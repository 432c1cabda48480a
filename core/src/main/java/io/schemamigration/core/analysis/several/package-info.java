/** Compares migrations: whether they fit in their order, and whether one may be applied early. */
@NullMarked
package io.schemamigration.core.analysis.several;

import org.jspecify.annotations.NullMarked;
