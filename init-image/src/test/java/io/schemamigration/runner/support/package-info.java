/** What the tests of the runner share. */
@NullMarked
package io.schemamigration.runner.support;

import org.jspecify.annotations.NullMarked;
