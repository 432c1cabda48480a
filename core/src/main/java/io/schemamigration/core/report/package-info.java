/** What a step of the runner reports to its caller. */
@NullMarked
package io.schemamigration.core.report;

import org.jspecify.annotations.NullMarked;
