package io.schemamigration.runner.foresee;

import io.schemamigration.core.plan.Plan;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.Repeatable;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.ledger.WindowRow;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run by hand would do that isn't run here but written down, and where the database has to
 * be for it.
 *
 * @param plan what is applied
 * @param repeatables files that are run after it
 * @param from the highest version that is applied before, 0 for none
 * @param row as it was read, which has to be so still; null where the database wasn't asked, or
 *     where there is none
 * @param window before
 * @param done versions that are applied before
 * @param id random: whose the window row is then
 * @param override why an owner's gate is passed by, or null
 */
public record ScriptPlan(
    MigrationSource source,
    Plan.Apply plan,
    List<Repeatable> repeatables,
    Version from,
    @Nullable WindowRow row,
    CompatibilityWindow window,
    Set<Version> done,
    String id,
    @Nullable String override) {

  /** Makes the collections safe to share. */
  public ScriptPlan {
    repeatables = List.copyOf(repeatables);
    done = Set.copyOf(done);
  }

  /** Whether the two tables may not exist yet. */
  public boolean first() {
    return row == null && from.equals(Version.NONE);
  }

  /** Whether there is anything to do. */
  public boolean isEmpty() {
    return plan.toApply().isEmpty() && repeatables.isEmpty();
  }
}
