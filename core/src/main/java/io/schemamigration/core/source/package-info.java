/** Migration files: their names, layouts, headers, checksums. */
@NullMarked
package io.schemamigration.core.source;

import org.jspecify.annotations.NullMarked;
