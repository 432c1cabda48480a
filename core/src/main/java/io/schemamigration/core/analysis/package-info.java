/** Judges what SQL does to older code, to the data and to everyone waiting for it. */
@NullMarked
package io.schemamigration.core.analysis;

import org.jspecify.annotations.NullMarked;
