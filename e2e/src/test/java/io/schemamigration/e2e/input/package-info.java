/** What bad input is answered with. */
@NullMarked
package io.schemamigration.e2e.input;

import org.jspecify.annotations.NullMarked;
