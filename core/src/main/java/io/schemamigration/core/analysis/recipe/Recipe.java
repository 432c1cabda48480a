package io.schemamigration.core.analysis.recipe;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.window.Phase;
import java.util.List;
import java.util.Optional;

/**
 * A change in several migrations, between which code is released.
 *
 * @param steps the migrations, in order; two at least
 */
public record Recipe(List<Step> steps) {
  /**
   * One migration.
   *
   * @param phase what it does to older code
   * @param words its name, of lower-case letters, digits and underscores
   * @param accepts the rules that its author answers for, each with the reason: {@code trigger it
   *     …}
   * @param sql its statements, with comments that say what to do around it; ends with a line feed
   */
  public record Step(Phase phase, String words, List<String> accepts, String sql) {
    /** Makes the list safe to share. */
    public Step {
      accepts = List.copyOf(accepts);
    }
  }

  /** Makes the list safe to share. */
  public Recipe {
    steps = List.copyOf(steps);
  }

  /**
   * The one for that very statement.
   *
   * @param earlier the statements before it, of earlier migrations, too: they show types and keys
   * @return empty if there is none for it, or if one step is enough
   */
  public static Optional<Recipe> of(Dialect dialect, Statement statement, List<Statement> earlier) {
    var change = Change.read(dialect, statement);
    if (change == null) {
      return Optional.empty();
    }
    var columns = KnownColumns.of(dialect, earlier, change.table());
    return Optional.ofNullable(
        switch (change.kind()) {
          case RENAME_COLUMN -> new MovedColumn(dialect, change, columns).renamed();
          case COLUMN_TYPE -> new MovedColumn(dialect, change, columns).retyped();
          case RENAME_TABLE -> TableRecipes.renamed(dialect, change);
          case SET_NOT_NULL -> TableRecipes.notNull(dialect, change);
          case REQUIRED_COLUMN -> TableRecipes.required(dialect, change, columns);
          case CONSTRAINT -> TableRecipes.constraint(dialect, change);
          case DROP_COLUMN -> TableRecipes.dropped(change, columns);
        });
  }
}
