/** Answers whether code of a version may start. */
@NullMarked
package io.schemamigration.runner.verify;

import org.jspecify.annotations.NullMarked;
