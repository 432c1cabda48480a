package io.schemamigration.core.sql.words;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.UnreadableSqlException;
import java.util.List;

/** What a statement does to objects by name, as far as its words show. */
public sealed interface ObjectChange {
  /**
   * It is created.
   *
   * @param line of the statement
   * @param tolerant whether it is no error if it exists
   */
  record Made(SchemaObject object, int line, boolean tolerant) implements ObjectChange {}

  /**
   * It is dropped, or leaves its schema.
   *
   * @param cascade whether what depends on it goes, too
   */
  record Gone(SchemaObject object, boolean cascade) implements ObjectChange {}

  /** It gets another name. */
  record Renamed(SchemaObject object, String name, int line) implements ObjectChange {}

  /** From here on names without a schema mean another one. */
  record Elsewhere() implements ObjectChange {}

  /** Reads a statement; empty where it does none of this, and where it can't be read. */
  static List<ObjectChange> of(Dialect dialect, Statement statement) {
    try {
      return new ObjectReader(dialect, statement).changes();
    } catch (UnreadableSqlException e) {
      return List.of();
    }
  }
}
