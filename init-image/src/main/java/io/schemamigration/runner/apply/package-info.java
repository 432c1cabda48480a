/** Applies one migration. */
@NullMarked
package io.schemamigration.runner.apply;

import org.jspecify.annotations.NullMarked;
