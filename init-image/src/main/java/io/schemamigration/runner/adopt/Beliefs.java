package io.schemamigration.runner.adopt;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.words.MadeObjects;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.run.ObjectLook;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an adoption takes for true that the other tool didn't note, and what the database says about
 * it.
 *
 * @param told which migrations are believed to be applied, and why; null where each was noted
 * @param missing what the files of those create and the database doesn't have
 * @param odd the same of migrations that the tool did note
 */
public record Beliefs(@Nullable String told, List<String> missing, List<String> odd) {
  /** Makes the lists safe to share. */
  public Beliefs {
    missing = List.copyOf(missing);
    odd = List.copyOf(odd);
  }

  /**
   * Looks at what the files of a history create.
   *
   * @param applied what is taken over, in order
   * @param believed the files of those that weren't noted
   */
  static Beliefs of(
      Session session, @Nullable String told, List<Migration> applied, List<Migration> believed) {
    var files = new HashSet<String>();
    believed.forEach(migration -> files.add(migration.file()));
    var missing = new ArrayList<String>();
    var odd = new ArrayList<String>();
    for (var line : missing(session, applied)) {
      (files.contains(line.file()) ? missing : odd).add(line.text());
    }
    return new Beliefs(told, missing, odd);
  }

  private record Line(String file, String text) {}

  private static List<Line> missing(Session session, List<Migration> applied) {
    Dialect dialect = session.dialect();
    var made = new MadeObjects(dialect);
    applied.forEach(migration -> made.add(migration.file(), migration.up()));
    var look = new ObjectLook(session);
    var missing = new ArrayList<Line>();
    Set<String> tables = new HashSet<>();
    made.there()
        .forEach((object, place) -> {
          if (!tables.contains(object.table()) && !look.exists(object)) {
            tables.add(object.name()); // its columns and indexes are missing with it
            missing.add(
                new Line(
                    place.file(),
                    object + " (" + place.file() + ":" + place.line() + ") is missing"));
          }
        });
    return missing;
  }
}
