/** Networks, poolers and servers that fail. */
@NullMarked
package io.schemamigration.runner.network;

import org.jspecify.annotations.NullMarked;
