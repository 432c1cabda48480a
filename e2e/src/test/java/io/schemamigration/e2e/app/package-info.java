/**
 * An application behind the gate, with a database whose counter tells how often a migration was
 * applied.
 */
@NullMarked
package io.schemamigration.e2e.app;

import org.jspecify.annotations.NullMarked;
