/** All access to databases: connections, the two tables, locks, errors. */
@NullMarked
package io.schemamigration.runner.db;

import org.jspecify.annotations.NullMarked;
