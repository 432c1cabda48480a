/** The only package that speaks JDBC. */
@NullMarked
package io.schemamigration.runner.db;

import org.jspecify.annotations.NullMarked;
