package io.schemamigration.core.analysis;

import io.schemamigration.core.window.Phase;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What one statement does.
 *
 * @param phase what it does to code that doesn't know of it; {@code OFFLINE} if that isn't known
 * @param certainty how sure that is
 * @param effects on which objects, in the statement's order
 * @param locks the strongest on each table that existed before the migration
 * @param dangers what it can do to others, to the data
 * @param remarks what the rules say about it
 * @param offers what code that knows of it may rely on from then on, beside new objects, for people
 */
public record Judgement(
    Phase phase,
    Certainty certainty,
    List<Effect> effects,
    List<Lock> locks,
    Set<Danger> dangers,
    List<Remark> remarks,
    List<String> offers) {

  /** Makes the lists safe to share; what is unknown is never more lenient than offline. */
  public Judgement {
    effects = List.copyOf(effects);
    locks = List.copyOf(locks);
    dangers = dangers.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(dangers));
    remarks = List.copyOf(remarks);
    offers = List.copyOf(offers);
    if (certainty == Certainty.UNKNOWN && phase != Phase.OFFLINE) {
      throw new IllegalArgumentException("unknown, and yet " + phase.text());
    }
  }

  /** One that offers nothing but the objects that it creates. */
  public Judgement(
      Phase phase,
      Certainty certainty,
      List<Effect> effects,
      List<Lock> locks,
      Set<Danger> dangers,
      List<Remark> remarks) {
    this(phase, certainty, effects, locks, dangers, remarks, List.of());
  }

  /** It isn't known what the statement does. */
  public static Judgement unknown(Remark why) {
    return new Judgement(
        Phase.OFFLINE, Certainty.UNKNOWN, List.of(), List.of(), Set.of(), List.of(why));
  }
}
