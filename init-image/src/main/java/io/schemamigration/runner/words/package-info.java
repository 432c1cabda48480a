/** Words as people write and mistype them. */
@NullMarked
package io.schemamigration.runner.words;

import org.jspecify.annotations.NullMarked;
