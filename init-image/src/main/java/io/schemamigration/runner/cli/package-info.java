/** One class for each verb. */
@NullMarked
package io.schemamigration.runner.cli;

import org.jspecify.annotations.NullMarked;
