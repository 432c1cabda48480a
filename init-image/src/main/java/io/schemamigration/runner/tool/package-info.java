/** Other migration tools, known by the tables in which they note what they applied. */
@NullMarked
package io.schemamigration.runner.tool;

import org.jspecify.annotations.NullMarked;
