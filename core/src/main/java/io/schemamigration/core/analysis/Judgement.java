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
 */
public record Judgement(
    Phase phase,
    Certainty certainty,
    List<Effect> effects,
    List<Lock> locks,
    Set<Danger> dangers,
    List<Remark> remarks) {

  /** Makes the lists safe to share; what is unknown is never more lenient than offline. */
  public Judgement {
    effects = List.copyOf(effects);
    locks = List.copyOf(locks);
    dangers = dangers.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(dangers));
    remarks = List.copyOf(remarks);
    if (certainty == Certainty.UNKNOWN && phase != Phase.OFFLINE) {
      throw new IllegalArgumentException("unknown, and yet " + phase.text());
    }
  }

  /** It isn't known what the statement does. */
  public static Judgement unknown(Remark why) {
    return new Judgement(
        Phase.OFFLINE, Certainty.UNKNOWN, List.of(), List.of(), Set.of(), List.of(why));
  }
}
