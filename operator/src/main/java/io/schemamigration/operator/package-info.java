/** Puts the operator together and runs it. */
@NullMarked
package io.schemamigration.operator;

import org.jspecify.annotations.NullMarked;
