/**
 * Carries decisions out: the only package that writes statuses, workloads, Jobs, ConfigMaps and
 * Events.
 */
@NullMarked
package io.schemamigration.operator.execute;

import org.jspecify.annotations.NullMarked;
