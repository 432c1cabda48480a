/** What is special on SQLite. */
@NullMarked
package io.schemamigration.runner.sqlite;

import org.jspecify.annotations.NullMarked;
