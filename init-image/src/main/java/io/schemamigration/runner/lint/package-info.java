/** Looks through the files of migrations and says what they would do. */
@NullMarked
package io.schemamigration.runner.lint;

import org.jspecify.annotations.NullMarked;
