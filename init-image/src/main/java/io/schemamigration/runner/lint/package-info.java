/** Checks the files of migrations and reports what they would do. */
@NullMarked
package io.schemamigration.runner.lint;

import org.jspecify.annotations.NullMarked;
