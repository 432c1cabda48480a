/** One test class a verb or flag. */
@NullMarked
package io.schemamigration.runner.verbs;

import org.jspecify.annotations.NullMarked;
