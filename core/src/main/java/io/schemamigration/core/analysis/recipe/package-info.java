/** Takes a change that older code doesn't survive apart into ones that it does. */
@NullMarked
package io.schemamigration.core.analysis.recipe;

import org.jspecify.annotations.NullMarked;
