package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.Certainty;
import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.Effect;
import io.schemamigration.core.analysis.Effect.Change;
import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.analysis.Lock;
import io.schemamigration.core.analysis.LockMode;
import io.schemamigration.core.analysis.Remark;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.window.Phase;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** A judgement in the making; it only ever gets stricter. */
final class Draft {
  /** Where the statement tells no better place. */
  private static final String LATER =
      "check by hand what it does to code that is older, or write it as statements that are known";

  private final Scope scope;
  private final int release;
  private final List<Remark> remarks = new ArrayList<>();
  private final Set<Effect> effects = new LinkedHashSet<>();
  private final Map<String, LockMode> locks = new LinkedHashMap<>();
  private final Set<Danger> dangers = EnumSet.noneOf(Danger.class);
  private Phase phase = Phase.EXPAND;
  private Certainty certainty = Certainty.KNOWN;
  private final boolean batched;
  private boolean fresh;

  /**
   * Nothing said yet.
   *
   * @param release PostgreSQL's major version; 0: not known
   * @param batched whether the statement runs in batches
   */
  Draft(Scope scope, int release, boolean batched) {
    this.scope = scope;
    this.release = release;
    this.batched = batched;
  }

  boolean batched() {
    return batched;
  }

  /** Shows the locks so far, the strongest of each table. */
  void locks(BiConsumer<String, LockMode> visitor) {
    locks.forEach(visitor);
  }

  Scope scope() {
    return scope;
  }

  /** Whether the server is known to be of that release or a later one. */
  boolean since(int wanted) {
    return release >= wanted;
  }

  /** Says whether what follows is about something that nobody else uses yet. */
  void fresh(boolean yes) {
    fresh = yes;
  }

  boolean fresh() {
    return fresh;
  }

  /** At least that. */
  void phase(Phase least) {
    if (!fresh && least.compareTo(phase) > 0) {
      phase = least;
    }
  }

  /** At least that, and how bad it is hangs on what is in the database. */
  void phaseByData(Phase least) {
    phase(least);
    if (!fresh) {
      certainty = certainty.and(Certainty.DEPENDS_ON_DATA);
    }
  }

  /** A danger to those who use what was there before. */
  void danger(Danger... more) {
    if (!fresh) {
      dangers.addAll(List.of(more));
    }
  }

  /** A lock on a table; none that matters on one that is new. */
  void lock(LockMode mode, String table) {
    if (fresh || scope.isNew(Kind.TABLE, table)) {
      return;
    }
    locks.merge(table, mode, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    if (mode.blocksWrites()) {
      dangers.add(Danger.BLOCKS_WRITES);
    }
    if (mode.blocksReads()) {
      dangers.add(Danger.BLOCKS_READS);
    }
  }

  /** What a rule says about something that others use. */
  void remark(Rule rule, Node at, String message, String advice) {
    if (!fresh) {
      advise(rule, at, message, advice);
    }
  }

  /** What a rule says whether others use it or not. */
  void advise(Rule rule, Node at, String message, String advice) {
    advise(rule, at.location(), message, advice);
  }

  /** The same about a place in the text. */
  void advise(Rule rule, int offset, String message, String advice) {
    var remark = new Remark(rule, offset, message, advice);
    if (!remarks.contains(remark)) {
      remarks.add(remark);
    }
  }

  /** Nobody can tell. */
  void unknown(Rule rule, Node at, String message, String advice) {
    phase = Phase.OFFLINE;
    certainty = Certainty.UNKNOWN;
    advise(rule, at, message, advice);
  }

  /** A statement, or a part of one, that isn't on the list. */
  void unmapped(Node at, String what) {
    unknown(Rule.UNKNOWN_STATEMENT, at, what + " isn't on the list of what is known", LATER);
  }

  /** Unmapped unless the node has no other attributes than these. */
  boolean only(Node node, String what, String... known) {
    if (node.only(known)) {
      return true;
    }
    unmapped(node, what + " with something that isn't known of it");
    return false;
  }

  void adds(Kind kind, String name) {
    effect(Change.ADDS, kind, name);
  }

  void removes(Kind kind, String name) {
    effect(Change.REMOVES, kind, name);
  }

  void narrows(Kind kind, String name) {
    effect(Change.NARROWS, kind, name);
  }

  void changes(Kind kind, String name) {
    effect(Change.CHANGES, kind, name);
  }

  void writes(Kind kind, String name) {
    effect(Change.WRITES, kind, name);
  }

  void uses(Kind kind, String name) {
    effect(Change.USES, kind, name);
  }

  void renames(Kind kind, String from, String to) {
    effects.add(
        new Effect(Change.RENAMES, new DatabaseObject(kind, from), new DatabaseObject(kind, to)));
  }

  private void effect(Change change, Kind kind, String name) {
    effects.add(new Effect(change, new DatabaseObject(kind, name)));
  }

  Judgement judgement() {
    var held = new ArrayList<Lock>();
    locks.forEach((table, mode) -> held.add(new Lock(mode, table)));
    return new Judgement(phase, certainty, List.copyOf(effects), held, dangers, remarks);
  }
}
