package io.schemamigration.runner.run;

import io.schemamigration.runner.db.ledger.Token;
import org.jspecify.annotations.Nullable;

/** With whose permission something writes to the two tables. */
public sealed interface Authority permits StepRequest, Authority.Upkeep {
  /** The operator's; null by hand, which takes the next number. */
  default @Nullable Token token() {
    return null;
  }

  /** On whose behalf, cluster uid/namespace/name; null for nobody's. */
  default @Nullable String owner() {
    return null;
  }

  /** By hand: why the owner's gate is passed by, or null. */
  default @Nullable String override() {
    return null;
  }

  /** Digest of the files to which a person has said yes, or null. */
  default @Nullable String approve() {
    return null;
  }

  /** Someone brings the tables into line by hand; no migration is run. */
  record Upkeep(@Nullable String override) implements Authority {}
}
