package io.schemamigration.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** With whose permission a run runs, how far it gets at once, and where the database is then. */
class StageTest {
  private static final RunIntent BY_HAND =
      new RunIntent(false, false, false, false, false, false, null);

  private static Stage next(RunIntent intent, String files, DatabaseState state) {
    return Stage.next(intent, Situation.of(files).request().source(), state);
  }

  private static DatabaseState state(String applied, String minimum, boolean owned) {
    var history = Situation.of(applied).applied(applied).request().history();
    var window = new CompatibilityWindow(Version.of(minimum), Version.of("9"), null);
    return new DatabaseState(history, new DatabaseState.Row(window, Set.of(), owned));
  }

  private static final DatabaseState EMPTY = new DatabaseState(List.of(), null);

  private static RunIntent intent(String words) {
    return new RunIntent(
        words.contains("gated"),
        words.contains("owner"),
        words.contains("override"),
        words.contains("first"),
        words.contains("expand"),
        false,
        null);
  }

  @Test
  void theModeFollowsFromTheRequestAndTheRow() {
    var owned = state("1e", "0", true);
    var nobodys = state("1e", "0", false);
    assertThat(next(BY_HAND, "1e 2c", nobodys).mode()).isEqualTo(Mode.BY_HAND);
    assertThat(next(BY_HAND, "1e 2c", owned).mode()).isEqualTo(Mode.EXPAND_ONLY);
    assertThat(next(intent("override"), "1e 2c", owned).mode()).isEqualTo(Mode.BY_HAND);
    assertThat(next(intent("override expand"), "1e 2c", owned).mode()).isEqualTo(Mode.EXPAND_ONLY);
    assertThat(next(intent("expand"), "1e 2c", nobodys).mode()).isEqualTo(Mode.EXPAND_ONLY);
    assertThat(next(intent("owner"), "1e 2c", owned).mode()).isEqualTo(Mode.GATED);
    assertThat(next(intent("owner"), "1e 2c", nobodys).mode()).isEqualTo(Mode.BY_HAND);
    assertThat(next(intent("owner expand"), "1e 2c", nobodys).mode()).isEqualTo(Mode.GATED);
    assertThat(next(intent("gated owner expand"), "1e 2c", owned).mode()).isEqualTo(Mode.GATED);
  }

  @Test
  void aFirstInstallIsOneOnlyWhereNothingIs() {
    var first = intent("gated owner expand first");
    assertThat(next(first, "1e 2c", EMPTY).mode()).isEqualTo(Mode.FIRST_INSTALL);
    assertThat(next(first, "1e 2c", state("1e", "0", true)).mode()).isEqualTo(Mode.GATED);
  }

  @Test
  void whatTheWindowIsClosedToComesFirst() {
    var stage = next(intent("expand"), "1e 2c 3e", state("1e", "2", true));
    assertThat(stage.rest()).isTrue();
    assertThat(stage.mode()).isEqualTo(Mode.FIRST_INSTALL);
    assertThat(stage.wanted()).isEqualTo(Version.of("2"));
    assertThat(next(intent("expand"), "1e 2c 3e", state("1e 2c", "2", true)).rest()).isFalse();
  }

  @Test
  void afterwardsItIsWhereThePlanLeads() {
    var stage = next(intent("owner"), "1e 2c 3e 4c", new DatabaseState(List.of(), null));
    var plan = (Plan.Apply) Planner.plan(stage.request());
    var after = EMPTY.after(plan, true);
    assertThat(after.window()).isEqualTo(plan.after());
    assertThat(after.row()).isNotNull();
    assertThat(after.row().owned()).isTrue();
    assertThat(after.open(Situation.of("1e 2c 3e 4c").request().source())).isEmpty();
    var again = next(intent("owner"), "1e 2c 3e 4c 5c", after);
    assertThat(again.mode()).isEqualTo(Mode.GATED);
    assertThat(again.rest()).isFalse();
  }
}
