/** Who judges the SQL of a database. */
@NullMarked
package io.schemamigration.runner.judge;

import org.jspecify.annotations.NullMarked;
