/** Reads migration files from a folder. */
@NullMarked
package io.schemamigration.runner.source;

import org.jspecify.annotations.NullMarked;
