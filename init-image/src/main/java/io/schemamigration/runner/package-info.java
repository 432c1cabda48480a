/** The entry point of the runner. */
@NullMarked
package io.schemamigration.runner;

import org.jspecify.annotations.NullMarked;
