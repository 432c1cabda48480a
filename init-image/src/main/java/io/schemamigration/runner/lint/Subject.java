package io.schemamigration.runner.lint;

import io.schemamigration.core.source.Acceptance;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.Repeatable;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.window.Phase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is looked at: a migration, or a file that is run whenever it has changed.
 *
 * @param name its version, or the repeatable file's name
 * @param file as the source knows it
 * @param declared what its author says it does to older code; null: nothing
 * @param statements in order
 * @param acceptances what its author takes upon himself
 */
record Subject(
    String name,
    String file,
    @Nullable Phase declared,
    List<Statement> statements,
    List<Acceptance> acceptances) {

  static Subject of(Migration migration) {
    return of(migration, migration.declared() ? migration.phase() : null);
  }

  static Subject of(Migration migration, @Nullable Phase declared) {
    return new Subject(
        migration.version().toString(),
        migration.file(),
        declared,
        migration.up(),
        migration.acceptances());
  }

  static Subject of(Repeatable repeatable) {
    return new Subject(
        repeatable.name(),
        repeatable.file(),
        repeatable.declared() ? repeatable.phase() : null,
        repeatable.statements(),
        repeatable.acceptances());
  }
}
