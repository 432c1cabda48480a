/** What people may write is read in bounded time and memory, whatever it is. */
@NullMarked
package io.schemamigration.core.fuzz;

import org.jspecify.annotations.NullMarked;
