/** What is promised about rollouts, seen on a real cluster. */
@NullMarked
package io.schemamigration.e2e.scenario;

import org.jspecify.annotations.NullMarked;
