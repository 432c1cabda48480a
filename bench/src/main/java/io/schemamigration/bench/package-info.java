/** The runner's speed, measured as whole processes against those of others. */
@NullMarked
package io.schemamigration.bench;

import org.jspecify.annotations.NullMarked;
