/** Carries decisions out: the only package that writes to the cluster. */
@NullMarked
package io.schemamigration.operator.execute;

import org.jspecify.annotations.NullMarked;
