/** What was typed. */
@NullMarked
package io.schemamigration.runner.cli.input;

import org.jspecify.annotations.NullMarked;
