package io.schemamigration.runner.run;

import io.schemamigration.core.plan.Listed;
import io.schemamigration.core.plan.Plan;
import io.schemamigration.core.report.Blocked;
import io.schemamigration.core.report.PendingMigration;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Dangling;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.ledger.Token;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run has found and done so far; survives a lost connection, unlike everything that depends
 * on it.
 */
public final class RunState {
  private static final int WARNINGS = 5;

  public final List<Version> applied = new ArrayList<>();
  public final Set<String> repeated = new HashSet<>();
  public List<PendingMigration> pending = new ArrayList<>();
  public @Nullable CompatibilityWindow window;
  public @Nullable Blocked blocked;
  public @Nullable Long number;
  @Nullable Token token;

  /** Whether the window row was another's before: anyone who still works under it is given up. */
  public boolean tookOver;

  /** Begun, in their order, and not known to be durable. */
  public final List<Version> inFlight = new ArrayList<>();

  /** Whether each migration is to be committed by itself, and that waited for. */
  public boolean apart;

  /** What is rolled back: decided once, so that a connection lost in between asks for no more. */
  public @Nullable List<Version> takenBack;

  /** How many migrations are applied in all, and those before a lost connection with them. */
  int toApply;

  public Heartbeat pulse = Heartbeat.NONE;

  /** The first of the server's warnings. */
  public final List<String> warnings = new ArrayList<>();

  /** References that a migration of this run has left without their table. */
  public final Dangling dangling = new Dangling(() -> begun() < toApply);

  public int lockWaits;
  public long lockWaitedMillis;
  public long connectMillis;
  public long migrationsMillis;

  /** Done once, before the first migration; not again after a lost connection. */
  public @Nullable BeforeFirst beforehand;

  /** Null where nobody wants to know, or no code uses the database yet. */
  public @Nullable BeforeBreaking beforeBreaking;

  private final Set<Version> told = new HashSet<>();

  /**
   * Whether something had to be done before the first migration. It is done outside of the
   * transaction, which it can outlast, so that the caller has to plan again.
   */
  public boolean prepared(Session session, Version first) {
    var preparation = beforehand;
    if (preparation == null) {
      return false;
    }
    session.rollback();
    preparation.before(first);
    beforehand = null;
    return true;
  }

  /** The server warned; a report takes a few of them. */
  void warned(String line) {
    if (warnings.size() < WARNINGS && !warnings.contains(line)) {
      warnings.add(line);
    }
  }

  /**
   * Whether something had to be reported that older code may not survive; each of it once. That is
   * done outside of the transaction, since a person may think about it: the caller has to plan
   * again.
   */
  public boolean told(Session session, Plan.Apply plan) {
    var listener = beforeBreaking;
    if (listener == null) {
      return false;
    }
    var breaking = new ArrayList<PendingMigration>();
    for (var migration : plan.toApply()) {
      if (migration.phase() != Phase.EXPAND && !told.contains(migration.version())) {
        breaking.add(Listed.of(migration));
      }
    }
    if (breaking.isEmpty()) {
      return false;
    }
    session.rollback();
    listener.before(breaking);
    breaking.forEach(one -> told.add(one.version()));
    return true;
  }

  /** Everything that isn't applied yet; what gets applied is taken out one by one. */
  public void planned(Plan.Apply plan) {
    var open = new ArrayList<>(plan.remaining());
    plan.toApply().forEach(m -> open.add(Listed.of(m)));
    open.sort(Comparator.comparing(PendingMigration::version));
    pending = open;
    toApply = applied.size() + plan.toApply().size();
    blocked = plan.blocked();
  }

  /** One begins: which of how many. */
  public String numbered() {
    return "migration " + begun() + " of " + toApply;
  }

  private int begun() {
    return applied.size() + inFlight.size();
  }

  private void remove(Version version) {
    for (int i = 0; i < pending.size(); i++) { // mostly the first one
      if (pending.get(i).version().equals(version)) {
        pending.remove(i);
        return;
      }
    }
  }

  /** These have turned out to be durable. */
  public void settle(Collection<Version> there) {
    for (var version : there) {
      inFlight.remove(version);
      if (!applied.contains(version)) {
        applied.add(version);
        remove(version);
      }
    }
  }
}
