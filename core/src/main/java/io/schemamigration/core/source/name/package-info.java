/** File names. */
@NullMarked
package io.schemamigration.core.source.name;

import org.jspecify.annotations.NullMarked;
