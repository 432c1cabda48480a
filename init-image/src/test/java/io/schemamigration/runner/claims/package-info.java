/** What is claimed of a statement is held against what a real server does with it. */
@NullMarked
package io.schemamigration.runner.claims;

import org.jspecify.annotations.NullMarked;
