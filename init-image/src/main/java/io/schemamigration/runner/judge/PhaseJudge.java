package io.schemamigration.runner.judge;

import io.schemamigration.core.analysis.Judge;
import io.schemamigration.core.analysis.JudgedMigration;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.Problem;
import io.schemamigration.core.source.Repeatable;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Settles the phases of what isn't applied yet: the stricter of the declared phase and the phase of
 * the statements. Each file is judged once, and only if its phase isn't beyond doubt: a judge is
 * loaded for the first such file, and most runs have none.
 */
public final class PhaseJudge {
  private final Dialect dialect;
  private Judges judges;
  private final Map<Version, JudgedMigration> judged = new HashMap<>();
  private final Map<String, Repeatable> repeated = new HashMap<>();
  private final Set<Version> settled = new HashSet<>();
  private @Nullable Judge judge;
  private Runnable beforehand = () -> {};
  private Set<Version> open = Set.of();
  private Predicate<Migration> meets = migration -> false;
  private Supplier<List<Statement>> asked = List::of;
  private List<Statement> database = List.of();

  /** Asks these judges. */
  public PhaseJudge(Dialect dialect, Judges judges) {
    this.dialect = dialect;
    this.judges = judges;
  }

  /** Has it look into the user's memory first, and take in there what it judges. */
  public void remember(Memory memory) {
    var remembering = judges.remembering(memory);
    if (remembering != judges) {
      judges = remembering;
      judge = null;
    }
  }

  /** Writes down what was judged. */
  public void keep() {
    judges.keep();
  }

  /**
   * Has it look at the database, too, where what is pending may meet something there.
   *
   * @param database gives what it has, as {@link Judge#know} takes it
   */
  public void ask(Supplier<List<Statement>> database) {
    asked = database;
  }

  /**
   * Has this done before statements are judged, each time: a transaction in which their phases were
   * asked for is to end, since others wait for it, and a server may not suffer that it is idle.
   */
  public void beforeJudging(Runnable what) {
    beforehand = what;
  }

  /** Whose SQL is judged. */
  public Dialect dialect() {
    return dialect;
  }

  /**
   * The source with the phases that count.
   *
   * @param open the versions that aren't applied
   */
  public MigrationSource settle(MigrationSource source, Set<Version> open) {
    return isDoubtful(source, open) ? settled(source, open) : source;
  }

  /** Whether the words of its statements leave a phase of that source open. */
  public boolean isDoubtful(MigrationSource source, Set<Version> open) {
    boolean doubtful = false;
    this.open = Set.copyOf(open);
    var surroundings = new Surroundings(source, open);
    if (database.isEmpty() && surroundings.mayMeetSomething()) {
      database = asked.get();
    }
    meets = surroundings.with(database);
    for (var migration : source.migrations()) {
      doubtful |= doubtful(migration, open);
    }
    for (var repeatable : source.repeatables()) {
      doubtful |= !JudgedMigration.plain(repeatable, dialect);
    }
    return doubtful;
  }

  /** What a migration of that source does, whether or not its phase is beyond doubt. */
  public JudgedMigration judge(MigrationSource source, Migration migration) {
    lookAt(source, Set.of(migration.version()));
    return Objects.requireNonNull(judged.get(migration.version()));
  }

  /**
   * What the database can't read of the migrations up to that version, unless their authors accept
   * it. Nobody can approve such a file: it would fail halfway through a rollout.
   */
  public List<Problem> unreadable(Version upTo) {
    var problems = new ArrayList<Problem>();
    for (var version : new TreeSet<>(settled)) {
      var one = Objects.requireNonNull(judged.get(version));
      boolean accepted = one.judgement().subject().accepts(Rule.SYNTAX_ERROR);
      if (!version.isAbove(upTo) && !accepted) {
        addUnreadable(one, problems);
      }
    }
    return problems;
  }

  private static void addUnreadable(JudgedMigration one, List<Problem> problems) {
    for (var finding : one.judgement().findings()) {
      if (finding.rule() == Rule.SYNTAX_ERROR) {
        problems.add(
            new Problem(finding.file(), finding.line(), finding.message(), finding.advice()));
      }
    }
  }

  private boolean doubtful(Migration migration, Set<Version> open) {
    return open.contains(migration.version())
        && (!JudgedMigration.plain(migration, dialect)
            || (migration.phase() != Phase.OFFLINE && meets.test(migration)));
  }

  /** An ordered judge also sees what comes before, once. */
  private void lookAt(MigrationSource source, Set<Version> wanted) {
    var earlier = new ArrayList<Statement>();
    var pending = new ArrayList<Statement>();
    for (var migration : source.migrations()) {
      var version = migration.version();
      if (!judged.containsKey(version) && (Judges.ordered(dialect) || wanted.contains(version))) {
        judge().know(database);
        judge().follow(earlier, pending);
        judged.put(version, JudgedMigration.of(migration, judge()));
      }
      earlier.addAll(migration.up());
      if (open.contains(version)) {
        pending.addAll(migration.up());
      }
    }
  }

  private Judge judge() {
    beforehand.run();
    var known = judge;
    if (known == null) {
      known = judges.judge();
      judge = known;
    }
    return known;
  }

  private MigrationSource settled(MigrationSource source, Set<Version> open) {
    var doubtful = new HashSet<Version>();
    for (var migration : source.migrations()) {
      if (doubtful(migration, open)) {
        doubtful.add(migration.version());
      }
    }
    lookAt(source, doubtful);
    settled.addAll(doubtful);
    var migrations = new ArrayList<Migration>();
    for (var migration : source.migrations()) {
      var version = migration.version();
      migrations.add(
          doubtful.contains(version)
              ? Objects.requireNonNull(judged.get(version)).migration()
              : migration);
    }
    return new MigrationSource(migrations, repeatables(source), source.digest());
  }

  /** Each is judged once, after all migrations. */
  private List<Repeatable> repeatables(MigrationSource source) {
    var open = new ArrayList<Repeatable>();
    for (var file : source.repeatables()) {
      if (!JudgedMigration.plain(file, dialect) && !repeated.containsKey(file.name())) {
        open.add(file);
      }
    }
    if (!open.isEmpty()) {
      judge().follow(source.migrations().stream().flatMap(m -> m.up().stream()).toList());
      open.forEach(file -> repeated.put(file.name(), JudgedMigration.settled(file, judge())));
    }
    return source.repeatables().stream()
        .map(file -> repeated.getOrDefault(file.name(), file))
        .toList();
  }
}
