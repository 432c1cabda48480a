/** Metrics, health and log keys. */
@NullMarked
package io.schemamigration.operator.telemetry;

import org.jspecify.annotations.NullMarked;
