/** The runner's own tables. */
@NullMarked
package io.schemamigration.runner.db.ledger;

import org.jspecify.annotations.NullMarked;
