/** PostgreSQL's own grammar, and the trees that it makes of statements. */
@NullMarked
package io.schemamigration.core.grammar;

import org.jspecify.annotations.NullMarked;
