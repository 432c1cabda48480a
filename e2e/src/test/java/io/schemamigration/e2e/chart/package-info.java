/** Tests of the Helm charts that need no cluster. */
@NullMarked
package io.schemamigration.e2e.chart;

import org.jspecify.annotations.NullMarked;
