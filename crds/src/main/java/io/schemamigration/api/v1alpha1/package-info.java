/** The {@code schemamigration.io/v1alpha1} API, from which the CRD is generated. */
@NullMarked
package io.schemamigration.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
