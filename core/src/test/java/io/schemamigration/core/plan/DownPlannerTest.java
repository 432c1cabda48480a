package io.schemamigration.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.source.read.Inventory;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DownPlannerTest {
  private final List<SourceFile> files = new ArrayList<>();
  private final List<AppliedMigration> history = new ArrayList<>();

  private DownPlannerTest file(int version, String phase, String down) {
    var text = "-- phase: " + phase + "\n-- Up\nSELECT " + version + ";\n-- Down\n" + down;
    files.add(new SourceFile(version + "_x.sql", text.getBytes(StandardCharsets.UTF_8)));
    return this;
  }

  private MigrationSource source() {
    try {
      return Inventory.of(files).read(Dialect.POSTGRESQL);
    } catch (SourceException e) {
      throw new AssertionError(e);
    }
  }

  private void row(int version, HistoryStatus status, @Nullable String checksum) {
    var v = Version.of("" + version);
    var migration = source().find(v);
    history.add(
        new AppliedMigration(
            v, "x", migration == null ? null : migration.phase(), checksum, status));
  }

  private void applied(int... versions) {
    for (int version : versions) {
      var migration = source().find(Version.of("" + version));
      row(version, HistoryStatus.COMPLETED, migration == null ? "gone" : migration.checksum());
    }
  }

  private DownPlan plan(DownTarget target) {
    return DownPlanner.plan(source(), history, target, Dialect.POSTGRESQL);
  }

  private static List<String> versions(DownPlan plan) {
    return switch (plan) {
      case DownPlan.TakeBack(var migrations) ->
          migrations.stream().map(Migration::version).map(Version::toString).toList();
      case DownPlan.Refused refused -> throw new AssertionError(refused.problems());
    };
  }

  private static Reason refused(DownPlan plan) {
    return switch (plan) {
      case DownPlan.Refused(var reason, var problems) -> reason;
      case DownPlan.TakeBack(var migrations) -> throw new AssertionError(migrations);
    };
  }

  @Test
  void theHighestComesFirstWhateverTheOrderOfTheHistory() {
    file(1, "expand", "SELECT 1;").file(2, "contract", "SELECT 2;").file(3, "expand", "SELECT 3;");
    applied(1, 3, 2);

    assertThat(versions(plan(new DownTarget.To(Version.NONE)))).containsExactly("3", "2", "1");
    assertThat(versions(plan(new DownTarget.Steps(1)))).containsExactly("3");
  }

  @Test
  void whatWasTakenBackOrFailedDoesNotCount() {
    file(1, "expand", "SELECT 1;").file(2, "expand", "SELECT 2;").file(3, "expand", "SELECT 3;");
    applied(1);
    row(2, HistoryStatus.ROLLED_BACK, "other");
    row(3, HistoryStatus.FAILED, "other");

    assertThat(versions(plan(new DownTarget.Steps(2)))).containsExactly("1");
  }

  @Test
  void anAdoptedFileIsTakenBackAndABaselineIsNot() {
    file(1, "expand", "SELECT 1;").file(2, "expand", "SELECT 2;");
    row(1, HistoryStatus.BASELINED, null);
    row(2, HistoryStatus.BASELINED, source().migrations().getLast().checksum());

    assertThat(versions(plan(new DownTarget.Steps(1)))).containsExactly("2");
    assertThat(refused(plan(new DownTarget.Steps(2)))).isEqualTo(Reason.VERSION_UNREACHABLE);
  }

  @Test
  void aFileThatIsGoneOrEditedStopsAllOfIt() {
    file(1, "expand", "SELECT 1;").file(2, "expand", "SELECT 2;");
    applied(1, 2, 7);
    assertThat(refused(plan(new DownTarget.To(Version.of("1"))))).isEqualTo(Reason.SOURCE_MISSING);

    history.clear();
    applied(2);
    row(1, HistoryStatus.COMPLETED, "edited");
    assertThat(refused(plan(new DownTarget.To(Version.NONE)))).isEqualTo(Reason.CHECKSUM_MISMATCH);
  }

  @Test
  void oneThatIsPartlyAppliedStopsAllOfIt() {
    file(1, "expand", "SELECT 1;").file(2, "expand", "SELECT 2;");
    applied(1);
    row(2, HistoryStatus.RUNNING, source().migrations().getLast().checksum());

    assertThat(refused(plan(new DownTarget.Steps(1)))).isEqualTo(Reason.VERSION_UNREACHABLE);
  }

  @Test
  void whatCannotRunInATransactionIsRefusedButForTheDropOfAnIndex() {
    file(1, "expand", "DROP INDEX CONCURRENTLY i;");
    applied(1);

    assertThat(plan(new DownTarget.Steps(1))).isInstanceOf(DownPlan.TakeBack.class);
    file(2, "expand", "VACUUM;");
    applied(2);
    assertThat(hint()).startsWith("leave it out, or undo it by hand");
  }

  private String hint() {
    var plan = (DownPlan.Refused) plan(new DownTarget.Steps(1));
    assertThat(plan.reason()).isEqualTo(Reason.VERSION_UNREACHABLE);
    return String.valueOf(plan.problems().getFirst().hint());
  }

  @Test
  void theMinimumFallsOnlyWithTheMigrationThatItStandsFor() {
    file(1, "contract", "").file(2, "expand", "").file(3, "contract", "").file(4, "expand", "");
    applied(1, 2, 3);
    var before = window("3", "4");

    assertThat(DownPlanner.windowAfter(before, source(), history, Version.of("4")))
        .isEqualTo(window("3", "3"));
    history.removeLast();
    assertThat(DownPlanner.windowAfter(window("3", "3"), source(), history, Version.of("3")))
        .isEqualTo(window("1", "3"));
    assertThat(DownPlanner.windowAfter(window("9", "3"), source(), history, Version.of("3")))
        .as("a minimum of which the history doesn't know why")
        .isEqualTo(window("9", "3"));
  }

  @Test
  void theMaximumNeverRises() {
    file(1, "expand", "").file(2, "expand", "").file(3, "expand", "");
    applied(1, 2, 3);

    assertThat(DownPlanner.windowAfter(window("0", "1"), source(), history, Version.of("4")))
        .isEqualTo(window("0", "1"));
  }

  private static CompatibilityWindow window(String minimum, String maximum) {
    return new CompatibilityWindow(Version.of(minimum), Version.of(maximum), null);
  }
}
