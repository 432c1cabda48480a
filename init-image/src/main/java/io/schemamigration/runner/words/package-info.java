/** Words that people mistype. */
@NullMarked
package io.schemamigration.runner.words;

import org.jspecify.annotations.NullMarked;
