/** Sessions, logins and locks of a database; only this package and those within it speak JDBC. */
@NullMarked
package io.schemamigration.runner.db;

import org.jspecify.annotations.NullMarked;
