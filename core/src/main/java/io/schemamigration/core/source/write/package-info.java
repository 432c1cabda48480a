/** New and renamed migration files. */
@NullMarked
package io.schemamigration.core.source.write;

import org.jspecify.annotations.NullMarked;
