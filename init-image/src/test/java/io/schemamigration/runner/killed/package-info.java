/** The runner killed at every step. */
@NullMarked
package io.schemamigration.runner.killed;

import org.jspecify.annotations.NullMarked;
