/** What is printed. */
@NullMarked
package io.schemamigration.runner.cli.output;

import org.jspecify.annotations.NullMarked;
