/** Copies of a database that can be restored. */
@NullMarked
package io.schemamigration.runner.db.backup;

import org.jspecify.annotations.NullMarked;
