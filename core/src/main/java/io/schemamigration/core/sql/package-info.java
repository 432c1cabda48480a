/** The text of SQL: where a statement ends and what little can be judged from its words. */
@NullMarked
package io.schemamigration.core.sql;

import org.jspecify.annotations.NullMarked;
