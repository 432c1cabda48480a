package io.schemamigration.core.analysis;

import io.schemamigration.core.sql.Statement;
import java.util.List;

/** Judges what the statements of a migration do. */
public interface Judge {
  /**
   * A judgement for each statement, in order. They belong together: what one statement creates
   * isn't used by anyone else yet when the next one changes it.
   */
  List<Judgement> judge(List<Statement> migration);

  /**
   * Takes in the files before the next migration, from the first one on. A judge that isn't given
   * them assumes that anything may exist.
   */
  default void follow(List<Statement> earlier) {
    follow(earlier, List.of());
  }

  /**
   * The same, where it is known what has been applied.
   *
   * @param pending those among them that haven't been, so that no released code knows them
   */
  default void follow(List<Statement> earlier, List<Statement> pending) {}

  /**
   * Takes in what the database itself has, whatever made it: code, tables, publications. It counts
   * instead of what the applied migrations say of code.
   *
   * @param database as statements that would make it, at least by its name
   */
  default void know(List<Statement> database) {}
}
