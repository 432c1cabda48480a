/** Judges PostgreSQL's statements, one family of them in each class. */
@NullMarked
package io.schemamigration.core.analysis.postgresql;

import org.jspecify.annotations.NullMarked;
