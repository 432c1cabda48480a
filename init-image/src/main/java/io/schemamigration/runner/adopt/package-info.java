/** Takes over what other migration tools have noted in a database. */
@NullMarked
package io.schemamigration.runner.adopt;

import org.jspecify.annotations.NullMarked;
