/** Finds out whether the gate's admission policies are in force. */
@NullMarked
package io.schemamigration.operator.admission;

import org.jspecify.annotations.NullMarked;
