package io.schemamigration.core.analysis;

import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.Effect.Change;
import io.schemamigration.core.window.Phase;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A judgement in the making: it starts as a known expand and only ever gets stricter. */
public abstract class JudgementDraft {
  private final List<Effect> effects = new ArrayList<>();
  private final Set<Danger> dangers = EnumSet.noneOf(Danger.class);
  private final Set<Remark> remarks = new LinkedHashSet<>();
  private final Set<String> offers = new LinkedHashSet<>();
  private Phase phase = Phase.EXPAND;
  private Certainty certainty = Certainty.KNOWN;

  /** Nothing said yet. */
  protected JudgementDraft() {}

  /** At least that phase. */
  public void phase(Phase least) {
    if (least.compareTo(phase) > 0) {
      phase = least;
    }
  }

  /** At least that phase, and how bad it is depends on what is in the database. */
  public void phaseByData(Phase least) {
    phase(least);
    certainty = certainty.and(Certainty.DEPENDS_ON_DATA);
  }

  /** A danger to those who use what existed before. */
  public void danger(Danger... more) {
    dangers.addAll(List.of(more));
  }

  /** What a rule says about something that others use. */
  public void remark(Rule rule, int offset, String message, String advice) {
    advise(rule, offset, message, advice);
  }

  /** What a rule says, whether others use it or not; the same is said once. */
  public void advise(Rule rule, int offset, String message, String advice) {
    remarks.add(new Remark(rule, offset, message, advice));
  }

  /** It isn't known what the statement does. */
  public void unknown(Rule rule, int offset, String message, String advice) {
    phase = Phase.OFFLINE;
    certainty = Certainty.UNKNOWN;
    advise(rule, offset, message, advice);
  }

  /**
   * Something other than a new object that newer code may rely on from now on, such as a unique
   * index, which ON CONFLICT needs. Where older code doesn't survive it, no phase is right.
   */
  public void offers(String what) {
    offers.add(what);
  }

  /** The statement creates the object. */
  public void adds(Kind kind, String name) {
    effect(Change.ADDS, kind, name);
  }

  /** The statement removes the object. */
  public void removes(Kind kind, String name) {
    effect(Change.REMOVES, kind, name);
  }

  /** Afterwards the object accepts less than before. */
  public void narrows(Kind kind, String name) {
    effect(Change.NARROWS, kind, name);
  }

  /** The object becomes another one under the same name. */
  public void changes(Kind kind, String name) {
    effect(Change.CHANGES, kind, name);
  }

  /** The statement writes rows of the object. */
  public void writes(Kind kind, String name) {
    effect(Change.WRITES, kind, name);
  }

  /** The object has to exist. */
  public void uses(Kind kind, String name) {
    effect(Change.USES, kind, name);
  }

  /** The object gets another name. */
  public void renames(Kind kind, String from, String to) {
    effect(
        new Effect(Change.RENAMES, new DatabaseObject(kind, from), new DatabaseObject(kind, to)));
  }

  private void effect(Change change, Kind kind, String name) {
    effect(new Effect(change, new DatabaseObject(kind, name)));
  }

  /** Takes an effect in, behind those before it. */
  protected void effect(Effect effect) {
    effects.add(effect);
  }

  /** What has been said so far, with the locks that the statement takes. */
  protected Judgement judgement(List<Lock> locks) {
    return new Judgement(
        phase, certainty, effects, locks, dangers, List.copyOf(remarks), List.copyOf(offers));
  }
}
