/** The verbs. */
@NullMarked
package io.schemamigration.runner.cli;

import org.jspecify.annotations.NullMarked;
