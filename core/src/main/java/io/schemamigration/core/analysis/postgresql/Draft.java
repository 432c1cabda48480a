package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.Effect;
import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.analysis.JudgementDraft;
import io.schemamigration.core.analysis.Lock;
import io.schemamigration.core.analysis.LockMode;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.window.Phase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** The draft of a judgement of PostgreSQL, with its locks on tables. */
final class Draft extends JudgementDraft {
  /** What to do about anything that isn't on the list. */
  private static final String BY_HAND =
      "check by hand what it does to code that is older, or write it as statements that are known";

  private final Scope scope;
  private final int release;
  private final boolean batched;
  private final Map<String, LockMode> locks = new LinkedHashMap<>();
  private final Set<Effect> effects = new HashSet<>();
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

  /** Whether the server may be of that release or a later one. */
  boolean mayBe(int wanted) {
    return release == 0 || release >= wanted;
  }

  /**
   * Sets whether the parts judged from here on belong to an object that nobody else uses yet. While
   * it is set, only what holds for new objects too is added: effects, advice, and what is unknown.
   */
  void fresh(boolean yes) {
    fresh = yes;
  }

  boolean fresh() {
    return fresh;
  }

  @Override
  public void phase(Phase least) {
    if (!fresh) {
      super.phase(least);
    }
  }

  @Override
  public void phaseByData(Phase least) {
    if (!fresh) {
      super.phaseByData(least);
    }
  }

  @Override
  public void danger(Danger... more) {
    if (!fresh) {
      super.danger(more);
    }
  }

  @Override
  public void offers(String what) {
    if (!fresh) {
      super.offers(what);
    }
  }

  /** A lock on a table; none that matters on one that is new. */
  void lock(LockMode mode, String table) {
    if (fresh || scope.isNew(Kind.TABLE, table)) {
      return;
    }
    locks.merge(table, mode, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    if (mode.blocksWrites()) {
      danger(Danger.BLOCKS_WRITES);
    }
    if (mode.blocksReads()) {
      danger(Danger.BLOCKS_READS);
    }
  }

  @Override
  public void remark(Rule rule, int offset, String message, String advice) {
    if (!fresh) {
      super.remark(rule, offset, message, advice);
    }
  }

  /** The same about a part of the statement. */
  void remark(Rule rule, Node at, String message, String advice) {
    remark(rule, at.location(), message, advice);
  }

  /** What a rule says about a part of the statement, whether others use it or not. */
  void advise(Rule rule, Node at, String message, String advice) {
    advise(rule, at.location(), message, advice);
  }

  /** It isn't known what that part of the statement does. */
  void unknown(Rule rule, Node at, String message, String advice) {
    unknown(rule, at.location(), message, advice);
  }

  /** A statement, or a part of one, that isn't on the list. */
  void unmapped(Node at, String what) {
    unknown(Rule.UNKNOWN_STATEMENT, at, what + " isn't on the list of what is known", BY_HAND);
  }

  /** Unmapped unless the node has no other attributes than these. */
  boolean only(Node node, String what, String... known) {
    if (node.only(known)) {
      return true;
    }
    unmapped(node, what + " with something that isn't known of it");
    return false;
  }

  /** An expression can name the same object many times; it counts once. */
  @Override
  protected void effect(Effect effect) {
    if (effects.add(effect)) {
      super.effect(effect);
    }
  }

  Judgement judgement() {
    var held = new ArrayList<Lock>();
    locks.forEach((table, mode) -> held.add(new Lock(mode, table)));
    return judgement(held);
  }
}
