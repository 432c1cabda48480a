/** The runner's own two tables: their columns, their rows and every statement on them. */
@NullMarked
package io.schemamigration.runner.db.ledger;

import org.jspecify.annotations.NullMarked;
