/** Where a statement of SQL ends. */
@NullMarked
package io.schemamigration.core.sql;

import org.jspecify.annotations.NullMarked;
