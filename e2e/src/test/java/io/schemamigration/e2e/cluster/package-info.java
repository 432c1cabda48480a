/**
 * The fixture of the cluster tests: a Kubernetes, the operator in it, and a PostgreSQL that its
 * pods reach.
 */
@NullMarked
package io.schemamigration.e2e.cluster;

import org.jspecify.annotations.NullMarked;
