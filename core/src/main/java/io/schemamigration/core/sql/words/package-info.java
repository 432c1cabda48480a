/** What the words of a statement say without a parser. */
@NullMarked
package io.schemamigration.core.sql.words;

import org.jspecify.annotations.NullMarked;
