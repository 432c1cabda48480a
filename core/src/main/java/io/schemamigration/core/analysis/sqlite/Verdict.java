package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.analysis.Certainty;
import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject;
import io.schemamigration.core.analysis.Effect;
import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.analysis.Remark;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.window.Phase;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A judgement that is being made: it begins as expand, and only gets stricter. */
final class Verdict {
  private final List<Effect> effects = new ArrayList<>();
  private final Set<Danger> dangers = EnumSet.noneOf(Danger.class);
  private final List<Remark> remarks = new ArrayList<>();
  private Phase phase = Phase.EXPAND;
  private Certainty certainty = Certainty.KNOWN;

  Verdict effect(Effect.Change change, DatabaseObject object) {
    effects.add(new Effect(change, object));
    return this;
  }

  Verdict effect(Effect effect) {
    effects.add(effect);
    return this;
  }

  Verdict danger(Danger... found) {
    dangers.addAll(List.of(found));
    return this;
  }

  /** At least that phase, and at most that certainty. */
  Verdict atLeast(Phase phase, Certainty certainty) {
    this.phase = phase.compareTo(this.phase) > 0 ? phase : this.phase;
    this.certainty = this.certainty.and(certainty);
    return this;
  }

  Verdict contract() {
    return atLeast(Phase.CONTRACT, Certainty.KNOWN);
  }

  Verdict offline() {
    return atLeast(Phase.OFFLINE, Certainty.KNOWN);
  }

  Verdict dependsOnData() {
    return atLeast(Phase.EXPAND, Certainty.DEPENDS_ON_DATA);
  }

  Verdict unknown(int offset, String message, String advice) {
    atLeast(Phase.OFFLINE, Certainty.UNKNOWN);
    return remark(Rule.UNKNOWN_STATEMENT, offset, message, advice);
  }

  Verdict remark(Rule rule, int offset, String message, String advice) {
    remarks.add(new Remark(rule, offset, message, advice));
    return this;
  }

  Judgement judgement() {
    return new Judgement(phase, certainty, effects, List.of(), dangers, remarks);
  }
}
