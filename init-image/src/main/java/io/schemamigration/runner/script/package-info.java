/** Writes what a run would do as a script that psql or sqlite3 carries out. */
@NullMarked
package io.schemamigration.runner.script;

import org.jspecify.annotations.NullMarked;
