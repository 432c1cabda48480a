/** Judges what SQL does to older code, to the data and to everyone who waits for it. */
@NullMarked
package io.schemamigration.core.analysis;

import org.jspecify.annotations.NullMarked;
