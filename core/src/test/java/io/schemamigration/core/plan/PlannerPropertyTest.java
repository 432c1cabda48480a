package io.schemamigration.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Plays sequences of steps against a pretended database, with files that appear between them, and
 * checks what has to hold after each: the properties by which the window is worth its name.
 */
class PlannerPropertyTest {
  /** What is done next. */
  record Move(Kind kind, int wanted, int fail, List<String> newFiles) {
    enum Kind {
      EXPAND,
      CONTRACT,
      APPROVED,
      BY_HAND
    }
  }

  /** A database: its history, and its row. */
  private static final class Database {
    private final List<Migration> files = new ArrayList<>();
    private final List<AppliedMigration> history = new ArrayList<>();
    private CompatibilityWindow window = CompatibilityWindow.EMPTY;
    private @Nullable Set<Version> announced;

    void add(List<String> words) {
      for (var word : words) {
        var migration = Situation.migration(word);
        if (files.stream().noneMatch(f -> f.version().equals(migration.version()))) {
          files.add(migration);
        }
      }
      files.sort((a, b) -> a.version().compareTo(b.version()));
    }

    Plan plan(Move move) {
      var situation = Situation.of(files).history(history).window(window).announced(announced);
      if (!files.isEmpty()) {
        situation.wanted(files.get(move.wanted() % files.size()).version());
      }
      return switch (move.kind()) {
        case EXPAND -> Planner.plan(situation.request());
        case BY_HAND -> Planner.plan(situation.mode(Mode.BY_HAND).request());
        case CONTRACT -> Planner.planContract(situation.request(), false);
        case APPROVED -> Planner.planContract(situation.request(), true);
      };
    }

    /** Applies a plan up to a failure, writing the row with each migration as the runner does. */
    void apply(Plan.Apply plan, int failAt) {
      int count = Math.min(plan.toApply().size(), failAt);
      for (var migration : plan.toApply().subList(0, count)) {
        history.add(
            new AppliedMigration(
                migration.version(),
                migration.description(),
                migration.phase(),
                migration.checksum(),
                HistoryStatus.COMPLETED));
        writeRow();
      }
      if (count == plan.toApply().size()) {
        writeRow();
        assertThat(window).as("the plan told this window").isEqualTo(plan.after());
      }
    }

    private void writeRow() {
      var applied = applied();
      var source = Situation.of(files).request().source();
      var minimum = Version.max(window.minimum(), Planner.minimumAfter(history));
      var maximum = Version.max(window.maximum(), Planner.maximumAfter(source, applied));
      window = new CompatibilityWindow(minimum, Version.max(maximum, minimum), null);
      var toCome = new HashSet<Version>();
      for (var file : files) {
        if (!applied.contains(file.version()) && !file.version().isAbove(window.maximum())) {
          toCome.add(file.version());
        }
      }
      announced = toCome;
    }

    Set<Version> applied() {
      var versions = new HashSet<Version>();
      history.forEach(row -> versions.add(row.version()));
      return versions;
    }
  }

  @Property(tries = 1000)
  void afterEveryStepThatThePlannerAllowsTheWindowHolds(@ForAll("moves") List<Move> moves) {
    var database = new Database();
    for (var move : moves) {
      database.add(move.newFiles());
      var before = database.window;
      var versionsBefore = database.applied();
      if (!(database.plan(move) instanceof Plan.Apply plan)) {
        continue;
      }
      database.apply(plan, move.fail());
      var after = database.window;
      assertThat(after.minimum()).isLessThanOrEqualTo(after.maximum());
      assertThat(after.maximum()).isGreaterThanOrEqualTo(before.maximum());
      assertThat(after.minimum()).isGreaterThanOrEqualTo(before.minimum());
      if (move.kind() == Move.Kind.EXPAND) {
        assertThat(after.minimum()).isEqualTo(before.minimum());
        assertThat(plan.toApply()).allMatch(m -> m.phase() == Phase.EXPAND);
      }
      if (move.kind() == Move.Kind.CONTRACT) {
        assertThat(plan.toApply()).allMatch(m -> m.phase() == Phase.CONTRACT);
      }
      if (move.kind() == Move.Kind.APPROVED) {
        assertThat(plan.toApply()).noneMatch(m -> m.phase() == Phase.EXPAND);
      }
      nothingPassesWhatNeedsApproval(plan, versionsBefore, database.files);
      for (var file : database.files) {
        boolean needed = file.phase() != Phase.CONTRACT && !file.version().isAbove(after.maximum());
        assertThat(needed && !database.applied().contains(file.version()))
            .as("%s is not applied, but the maximum is %s", file.version(), after.maximum())
            .isFalse();
      }
      for (var migration : plan.toApply()) {
        assertThat(versionsBefore).as("applied twice").doesNotContain(migration.version());
      }
    }
  }

  private static void nothingPassesWhatNeedsApproval(
      Plan.Apply plan, Set<Version> before, List<Migration> files) {
    var done = new HashSet<>(before);
    for (var migration : plan.toApply()) {
      assertThat(files)
          .as("what has to come before %s", migration.version())
          .noneMatch(file ->
              file.version().isBelow(migration.version())
                  && file.phase() != Phase.EXPAND
                  && file.phase() != Phase.CONTRACT
                  && !done.contains(file.version()));
      done.add(migration.version());
    }
  }

  @Property(tries = 300)
  void planningAgainAfterAWholeStepFindsNothingToDo(@ForAll("moves") List<Move> moves) {
    var database = new Database();
    for (var move : moves) {
      database.add(move.newFiles());
      if (database.plan(move) instanceof Plan.Apply plan) {
        database.apply(plan, Integer.MAX_VALUE);
        if (database.plan(move) instanceof Plan.Apply again) {
          assertThat(again.toApply()).isEmpty();
          assertThat(again.after()).isEqualTo(plan.after());
          assertThat(again.remaining()).isEqualTo(plan.remaining());
        }
      }
    }
  }

  @Provide
  Arbitrary<List<Move>> moves() {
    var word =
        Combinators.combine(
                Arbitraries.integers().between(1, 12),
                Arbitraries.frequencyOf(
                    Tuple.of(6, Arbitraries.just("e")),
                    Tuple.of(3, Arbitraries.just("c")),
                    Tuple.of(1, Arbitraries.of("o", "?"))),
                Arbitraries.integers().between(1, 11).set().ofMaxSize(6))
            .as(PlannerPropertyTest::word);
    return Combinators.combine(
            Arbitraries.of(Move.Kind.values()),
            Arbitraries.integers().between(0, 11),
            Arbitraries.integers().between(0, 4),
            word.list().ofMaxSize(4))
        .as(Move::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  private static String word(int version, String phase, Set<Integer> overtakes) {
    var below = overtakes.stream().filter(o -> o < version).map(String::valueOf).toList();
    return version + phase + (below.isEmpty() ? "" : ">" + String.join(",", below));
  }
}
