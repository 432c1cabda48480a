package io.schemamigration.core.analysis;

import io.schemamigration.core.source.Acceptance;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.Repeatable;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.window.Phase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is judged, with what its author says about it: a migration, or a file that is run whenever
 * it has changed.
 *
 * @param name its version, or the repeatable file's name
 * @param file as the source knows it
 * @param declared the phase that its author declares; null if none
 * @param statements in order
 * @param acceptances the rules whose findings its author accepts
 */
public record Subject(
    String name,
    String file,
    @Nullable Phase declared,
    List<Statement> statements,
    List<Acceptance> acceptances) {

  /** Makes the lists safe to share. */
  public Subject {
    statements = List.copyOf(statements);
    acceptances = List.copyOf(acceptances);
  }

  /** What takes a migration forward. */
  public static Subject of(Migration migration) {
    return new Subject(
        migration.version().toString(),
        migration.file(),
        migration.declared() ? migration.phase() : null,
        migration.up(),
        migration.acceptances());
  }

  /** A file that is run whenever it has changed. */
  public static Subject of(Repeatable repeatable) {
    return new Subject(
        repeatable.name(),
        repeatable.file(),
        repeatable.declared() ? repeatable.phase() : null,
        repeatable.statements(),
        repeatable.acceptances());
  }

  /** Whether the author accepts what that rule finds. */
  public boolean accepts(Rule rule) {
    for (var acceptance : acceptances) {
      if (acceptance.rule().equals(rule.id())) {
        return true;
      }
    }
    return false;
  }

  /** Whether the author accepts everything that makes a statement stricter than expand. */
  public boolean accepts(Judgement statement) {
    if (statement.phase() == Phase.EXPAND) {
      return true;
    }
    boolean named = false;
    for (var remark : statement.remarks()) {
      if (remark.rule().breaks()) {
        if (!accepts(remark.rule())) {
          return false;
        }
        named = true;
      }
    }
    return named; // a judgement without a reason can't be accepted
  }
}
