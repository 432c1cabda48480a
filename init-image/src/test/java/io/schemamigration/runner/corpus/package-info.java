/**
 * The regression tests of both databases, taken apart by us and judged by the databases' parsers.
 */
@NullMarked
package io.schemamigration.runner.corpus;

import org.jspecify.annotations.NullMarked;
