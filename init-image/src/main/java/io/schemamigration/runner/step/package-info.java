/** What a run does, one class a step; safe to be killed anywhere. */
@NullMarked
package io.schemamigration.runner.step;

import org.jspecify.annotations.NullMarked;
