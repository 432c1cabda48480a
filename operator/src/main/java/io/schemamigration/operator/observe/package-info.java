/** Gathers the facts from caches and, where it matters, from the API server itself. */
@NullMarked
package io.schemamigration.operator.observe;

import org.jspecify.annotations.NullMarked;
