/** The gate's admission policies on a real API server, without an operator beside them. */
@NullMarked
package io.schemamigration.e2e.gate;

import org.jspecify.annotations.NullMarked;
