/** Judges what SQL for SQLite does to older code. */
@NullMarked
package io.schemamigration.core.analysis.sqlite;

import org.jspecify.annotations.NullMarked;
