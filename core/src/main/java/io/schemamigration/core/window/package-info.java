/** The compatibility window: which code may run against which schema. */
@NullMarked
package io.schemamigration.core.window;

import org.jspecify.annotations.NullMarked;
