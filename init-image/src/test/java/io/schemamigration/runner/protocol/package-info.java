/** Token, claim and window. */
@NullMarked
package io.schemamigration.runner.protocol;

import org.jspecify.annotations.NullMarked;
