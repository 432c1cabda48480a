/** Makes status and conditions from a decision, purely. */
@NullMarked
package io.schemamigration.operator.status;

import org.jspecify.annotations.NullMarked;
