/** A migration as its author wrote it. */
@NullMarked
package io.schemamigration.core.source;

import org.jspecify.annotations.NullMarked;
