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
    /** It wasn't there. */
    ADDS,
    /** It is gone. */
    REMOVES,
    /** It takes less than it took: what older code writes may be refused. */
    NARROWS,
    /** It has another name. */
    RENAMES,
    /** It is another one under the same name. */
    CHANGES,
    /** Its rows are written. */
    WRITES,
    /** It is read, or has to be there. */
    USES
  }

  /** Anything but a new name. */
  public Effect(Change change, DatabaseObject object) {
    this(change, object, null);
  }

  /** An object that has to be there. */
  public static Effect uses(DatabaseObject.Kind kind, String name) {
    return new Effect(Change.USES, new DatabaseObject(kind, name));
  }

  /** An object that wasn't there. */
  public static Effect adds(DatabaseObject.Kind kind, String name) {
    return new Effect(Change.ADDS, new DatabaseObject(kind, name));
  }

  /** An object that is gone. */
  public static Effect removes(DatabaseObject.Kind kind, String name) {
    return new Effect(Change.REMOVES, new DatabaseObject(kind, name));
  }
}
