package io.schemamigration.operator.decide;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a check has against continuing.
 *
 * @param verdict the reason, and words that also stand after "because"
 * @param recheck when to look again though nothing was seen to change, or null
 */
record Objection(Verdict verdict, @Nullable Duration recheck) {
  Objection(Verdict verdict) {
    this(verdict, null);
  }

  String why() {
    return verdict.message();
  }
}
