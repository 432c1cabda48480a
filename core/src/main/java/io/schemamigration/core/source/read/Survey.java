package io.schemamigration.core.source.read;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.Problem;
import io.schemamigration.core.source.Repeatable;
import java.util.List;
import java.util.Map;

/**
 * All that can be read of a source, and all that is wrong with it; for anyone who looks at files,
 * never for anyone who applies them.
 *
 * @param migrations in the order of their versions; one with a problem may have fewer statements
 *     than its file
 * @param repeatables in the order of the files' names
 * @param problems in the order in which they were met
 * @param wholes for each file that belongs to the source, the one with its migration's statements:
 *     {@code V001__x/down.sql} and {@code V001__x/metadata.yaml} to {@code V001__x/up.sql}
 */
public record Survey(
    List<Migration> migrations,
    List<Repeatable> repeatables,
    List<Problem> problems,
    Map<String, String> wholes) {

  /** Makes the collections safe to share. */
  public Survey {
    migrations = List.copyOf(migrations);
    repeatables = List.copyOf(repeatables);
    problems = List.copyOf(problems);
    wholes = Map.copyOf(wholes);
  }
}
