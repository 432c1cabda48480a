/** What a run would do to a database. */
@NullMarked
package io.schemamigration.runner.foresee;

import org.jspecify.annotations.NullMarked;
