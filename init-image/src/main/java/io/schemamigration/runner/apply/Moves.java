package io.schemamigration.runner.apply;

import io.schemamigration.core.plan.WindowProgress;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.ledger.Ledger;
import io.schemamigration.runner.db.ledger.MigrationTransaction.Move;
import io.schemamigration.runner.run.RunState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run has applied, and where that brings the window. The row may be behind: it is moved only
 * in a commit that is waited for, since pods are released by it.
 */
final class Moves {
  private final MigrationSource source;
  private final RunState run;

  /** Durable: no crash of the server loses it. */
  private final Set<Version> done;

  /** Applied, but not durable yet. */
  private final List<Version> open = new ArrayList<>();

  private WindowProgress progression;
  private @Nullable Move due;

  Moves(MigrationSource source, Collection<Version> done, RunState run) {
    this.source = source;
    this.run = run;
    this.done = new HashSet<>(done);
    this.progression = new WindowProgress(source, done);
  }

  /** The window of what is applied, durable or not; null where nobody has looked yet. */
  @Nullable CompatibilityWindow window() {
    return due == null ? run.window : due.window();
  }

  /** Where the window will be with one more. */
  Move with(Migration migration, CompatibilityWindow before) {
    var version = migration.version();
    var after = before.applied(migration.phase(), version, progression.maximumWith(version));
    return new Move(after, progression.announced(version, after.maximum()), source.digest());
  }

  /** Where the row is to be moved; null where it is. */
  @Nullable Move due() {
    return due;
  }

  /** One more is applied, but not durable yet, and the row isn't moved. */
  void applied(Version version, Move move) {
    progression.add(version);
    open.add(version);
    due = move;
  }

  /** One more is durable, and with it all before; the window is that of the row. */
  void settled(Version version, @Nullable CompatibilityWindow window) {
    progression.add(version);
    open.add(version);
    settled(window);
  }

  /** All that is applied is durable, and the row says it. */
  void settled(@Nullable CompatibilityWindow window) {
    run.window = window;
    done.addAll(open);
    run.settle(open);
    open.clear();
    due = null;
  }

  /** What isn't durable isn't applied at all. */
  void undone() {
    run.inFlight.clear();
    progression = new WindowProgress(source, done);
    open.clear();
    due = null;
  }

  /** Moves the row where it is to be, in a transaction of the caller. */
  void writeDue(Ledger ledger) {
    if (due != null) {
      write(ledger, due);
    }
  }

  /** That transaction was committed. */
  void dueWritten() {
    if (due != null) {
      settled(due.window());
    }
  }

  /** Moves the row, in a transaction of the caller. */
  static void write(Ledger ledger, Move move) {
    var window = move.window();
    ledger.move(window.minimum(), window.maximum(), move.pending(), move.digest());
  }
}
