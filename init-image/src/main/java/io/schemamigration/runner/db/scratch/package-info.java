/** Throwaway databases for trying a change. */
@NullMarked
package io.schemamigration.runner.db.scratch;

import org.jspecify.annotations.NullMarked;
