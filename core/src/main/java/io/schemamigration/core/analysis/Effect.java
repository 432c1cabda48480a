package io.schemamigration.core.analysis;

import org.jspecify.annotations.Nullable;

/**
 * What a statement does to one object.
 *
 * @param change what
 * @param object which, by the name that it had before
 * @param becomes the name that it has afterwards; null unless it is renamed
 */
public record Effect(Change change, DatabaseObject object, @Nullable DatabaseObject becomes) {
  /** What is done. */
  public enum Change {
    /** It is created. */
    ADDS,
    /** It is removed. */
    REMOVES,
    /** It accepts less than before: what older code writes may be refused. */
    NARROWS,
    /** It gets another name. */
    RENAMES,
    /** It is another one under the same name. */
    CHANGES,
    /** Its rows are written. */
    WRITES,
    /** It is read, or has to exist. */
    USES
  }

  /** Anything but a new name. */
  public Effect(Change change, DatabaseObject object) {
    this(change, object, null);
  }
}
