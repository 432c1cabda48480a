/** Reads the files of a source. */
@NullMarked
package io.schemamigration.core.source.read;

import org.jspecify.annotations.NullMarked;
