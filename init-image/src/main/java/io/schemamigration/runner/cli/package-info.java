/** The command line: arguments, output, exit codes. */
@NullMarked
package io.schemamigration.runner.cli;

import org.jspecify.annotations.NullMarked;
