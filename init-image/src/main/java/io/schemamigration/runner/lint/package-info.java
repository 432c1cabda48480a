/** Checks the files of migrations and reports what they would do; reads the settings file. */
@NullMarked
package io.schemamigration.runner.lint;

import org.jspecify.annotations.NullMarked;
