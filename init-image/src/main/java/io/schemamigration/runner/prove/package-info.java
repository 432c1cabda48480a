/** Shows on a copy of a database what migrations do to its catalog, and to older code's queries. */
@NullMarked
package io.schemamigration.runner.prove;

import org.jspecify.annotations.NullMarked;
