package io.schemamigration.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.source.read.Inventory;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

/** What is told by checksums alone is what the planner says. */
class UpToDateTest {
  private static boolean holds(PlanRequest request) {
    var files = new ArrayList<Inventory.Item>();
    for (var migration : request.source().migrations()) {
      files.add(new Inventory.Item(migration.version(), migration.checksum()));
    }
    var announced = request.announced() == null ? Set.<Version>of() : request.announced();
    return UpToDate.holds(files, request.history(), request.window(), announced);
  }

  private static Situation done() {
    return Situation.of("1e 2c 3e").applied("1e 2c 3e").window("2", "3").announced("");
  }

  @Test
  void whatIsAppliedUneditedIsUpToDate() {
    assertThat(holds(done().request())).isTrue();
  }

  @Test
  void aBaselineCoversWhatIsBelowIt() {
    var situation = Situation.of("1e 2e 3e").row("2e", HistoryStatus.BASELINED).applied("3e");
    assertThat(holds(situation.window("0", "3").announced("").request())).isTrue();
    assertThat(
            holds(
                Situation.of("1e 3e")
                    .row("2e", HistoryStatus.BASELINED)
                    .window("0", "3")
                    .request()))
        .isFalse();
  }

  @Test
  void anythingElseIsThePlannersBusiness() {
    assertThat(holds(done().edited("2").request())).as("edited").isFalse();
    assertThat(holds(done().announced("2").request())).as("announced").isFalse();
    assertThat(holds(done().window("0", "3").request())).as("minimum").isFalse();
    assertThat(holds(done().window("2", "2").request())).as("maximum").isFalse();
    assertThat(holds(done().row("3e", HistoryStatus.RUNNING).request())).as("running").isFalse();
    assertThat(holds(done().applied("4e").window("2", "4").request())).as("no file").isFalse();
    assertThat(holds(Situation.of("1e 2e").applied("1e").window("0", "2").request()))
        .as("pending")
        .isFalse();
    assertThat(
            holds(
                Situation.of("1e").row("1e", HistoryStatus.ROLLED_BACK).window("0", "1").request()))
        .as("taken back")
        .isFalse();
  }

  @Property(tries = 5000)
  void whereItHoldsAPlanChangesNothing(
      @ForAll("rows") List<AppliedMigration> history,
      @ForAll("sources") String source,
      @ForAll("versions") String minimum,
      @ForAll("versions") String maximum) {
    var window = new CompatibilityWindow(Version.of(minimum), Version.of(maximum), null);
    var situation = Situation.of(source).history(history).window(window).announced(Set.of());
    boolean upToDate = holds(situation.request());
    Statistics.label("up to date").collect(upToDate);
    if (!upToDate) {
      return;
    }
    for (var mode : List.of(Mode.BY_HAND, Mode.EXPAND_ONLY)) {
      assertThat(Planner.plan(situation.mode(mode).request()))
          .isEqualTo(new Plan.Apply(List.of(), List.of(), null, window));
    }
  }

  @Provide
  Arbitrary<String> versions() {
    return Arbitraries.of("0", "1", "2", "3");
  }

  @Provide
  Arbitrary<String> sources() {
    return Arbitraries.of(
        "1e", "1c", "1e 2e", "1e 2c", "1e 2e 3e", "2e 3c", "1c 2e 3c", "3e", "1o 2?");
  }

  @Provide
  Arbitrary<List<AppliedMigration>> rows() {
    var status =
        Arbitraries.frequency(
            Tuple.of(8, HistoryStatus.COMPLETED),
            Tuple.of(2, HistoryStatus.BASELINED),
            Tuple.of(1, HistoryStatus.RUNNING),
            Tuple.of(1, HistoryStatus.FAILED),
            Tuple.of(1, HistoryStatus.ROLLED_BACK));
    return Combinators.combine(
            Arbitraries.of("1e", "1c", "1e", "2e", "2c", "3e", "3c", "3?", "2o"),
            Arbitraries.frequency(Tuple.of(6, true), Tuple.of(1, false)),
            Arbitraries.frequency(Tuple.of(6, true), Tuple.of(1, false)),
            status)
        .as(UpToDateTest::row)
        .list()
        .ofMaxSize(5);
  }

  private static AppliedMigration row(
      String word, boolean unedited, boolean withChecksum, HistoryStatus status) {
    var migration = Situation.migration(word);
    boolean none = !withChecksum || (status == HistoryStatus.BASELINED && unedited);
    return new AppliedMigration(
        migration.version(),
        migration.description(),
        migration.phase(),
        none ? null : unedited ? migration.checksum() : "another",
        status);
  }
}
