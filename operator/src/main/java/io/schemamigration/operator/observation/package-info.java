/**
 * What the operator has seen, and what the status remembers: facts about one SchemaMigration and
 * its surroundings, free of any client.
 */
@NullMarked
package io.schemamigration.operator.observation;

import org.jspecify.annotations.NullMarked;
