package io.schemamigration.runner.run;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.Problem;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.source.read.Inventory;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Access;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.judge.InDatabase;
import io.schemamigration.runner.judge.Judges;
import io.schemamigration.runner.judge.Memory;
import io.schemamigration.runner.judge.PhaseJudge;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A run's files: names and checksums at once, their SQL when it is needed. */
public final class Source {
  private final @Nullable Inventory inventory;
  private final Dialect dialect;
  private final PhaseJudge judge;
  private final boolean taken;
  private @Nullable MigrationSource read;
  private final Set<Version> lookedAt = new HashSet<>();

  private Source(
      @Nullable Inventory inventory,
      Dialect dialect,
      @Nullable MigrationSource read,
      boolean taken) {
    this.inventory = inventory;
    this.dialect = dialect;
    this.judge = new PhaseJudge(dialect, new Judges(dialect, Judges.ANY_RELEASE));
    this.read = read;
    this.taken = taken;
  }

  /** Migrations that are read already, and may have been changed since. */
  public static Source of(MigrationSource migrations, Dialect dialect) {
    return new Source(null, dialect, migrations, false);
  }

  /** Migrations whose phases are known by other means, and are taken as they are. */
  public static Source taken(MigrationSource migrations, Dialect dialect) {
    return new Source(null, dialect, migrations, true);
  }

  /**
   * Looks at the names and the bytes.
   *
   * @param expected the digest that the files were planned with, or null
   * @throws RefusedException when a name is wrong, or the files aren't those
   */
  public static Source of(List<SourceFile> files, Dialect dialect, @Nullable String expected) {
    var inventory = Inventory.of(files, dialect);
    try {
      inventory.check();
    } catch (SourceException e) {
      read(inventory, dialect); // tells what is wrong in the files, too
    }
    if (expected != null && !expected.equals(inventory.digest())) {
      throw new RefusedException(
          Reason.DIGEST_MISMATCH,
          "the files have digest " + inventory.digest() + ", the step was planned for " + expected,
          "The files have changed since: the step will be planned again.");
    }
    return new Source(inventory, dialect, null, false);
  }

  /** The same files, already read. */
  public Source with(MigrationSource migrations) {
    read = migrations;
    return this;
  }

  /** Names and checksums; null where only the migrations are known. */
  public @Nullable Inventory inventory() {
    return inventory;
  }

  public String digest() {
    return inventory == null ? migrations().digest() : inventory.digest();
  }

  /** Reads the migrations, the first time. */
  public MigrationSource migrations() {
    var known = read;
    if (known == null) {
      known = read(Objects.requireNonNull(inventory), dialect);
      read = known;
    }
    return known;
  }

  /**
   * The same with the phases that count.
   *
   * @param open the versions that aren't applied
   */
  public MigrationSource settled(Set<Version> open) {
    if (taken) {
      return migrations();
    }
    var settled = judge.settle(migrations(), open);
    read = settled;
    lookedAt.addAll(open);
    return settled;
  }

  /** Has the database looked at, too, where what is pending may meet something there. */
  public void lookAt(Session session) {
    judge.ask(() -> InDatabase.of(session));
  }

  /** The same with a session of its own, opened if it is needed. */
  public void lookAt(Access access) {
    judge.ask(() -> {
      try (var session = Session.openToRead(access)) {
        return session == null ? List.of() : InDatabase.of(session);
      }
    });
  }

  /**
   * Whether statements have to be judged before that is known, which takes seconds where there are
   * many of them; no transaction is to wait for it.
   */
  public boolean isToBeJudged(Set<Version> open) {
    return !taken && !lookedAt.containsAll(open) && judge.isDoubtful(migrations(), open);
  }

  /**
   * Has it look into the memory of a person who runs it, unless pods are kept out by what it says.
   *
   * @return this
   */
  public Source remembering(Memory memory) {
    judge.remember(memory);
    return this;
  }

  /** Who settles the phases. */
  public PhaseJudge judge() {
    return judge;
  }

  /** What the database couldn't read of what was settled. */
  public List<Problem> unreadable(@Nullable Version upTo) {
    return judge.unreadable(upTo == null ? migrations().highest() : upTo);
  }

  /** The same with the phases that count, also for what is applied and may not stay so. */
  public MigrationSource settledWhole() {
    return settled(new AppliedHistory(List.of()).open(migrations()));
  }

  private static MigrationSource read(Inventory inventory, Dialect dialect) {
    try {
      return inventory.read(dialect);
    } catch (SourceException e) {
      throw RefusedException.of(Reason.INVALID_MIGRATIONS, e.problems());
    }
  }
}
