/** What a step of the runner reports to whoever started it. */
@NullMarked
package io.schemamigration.core.report;

import org.jspecify.annotations.NullMarked;
