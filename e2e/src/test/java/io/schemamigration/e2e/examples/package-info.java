/** Applies the examples, as their readers would. */
@NullMarked
package io.schemamigration.e2e.examples;

import org.jspecify.annotations.NullMarked;
