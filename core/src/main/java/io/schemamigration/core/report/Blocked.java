package io.schemamigration.core.report;

import io.schemamigration.core.window.Version;

/**
 * A migration that can't be applied yet.
 *
 * @param version the first one that waits
 * @param by what it waits for: the pending contract migration that an expand one doesn't overtake,
 *     whose version has to be released first; or itself, where it is offline or undecided and needs
 *     approval
 */
public record Blocked(Version version, Version by) {
  /** Whether it waits for approval, and nothing else would let it through. */
  public boolean needsApproval() {
    return version.equals(by);
  }
}
