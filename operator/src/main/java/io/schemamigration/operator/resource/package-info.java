/** Builds the Jobs and ConfigMaps of a step, purely. */
@NullMarked
package io.schemamigration.operator.resource;

import org.jspecify.annotations.NullMarked;
