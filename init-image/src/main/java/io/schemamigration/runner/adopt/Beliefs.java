package io.schemamigration.runner.adopt;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.sql.words.MadeObjects;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.run.ObjectLook;
import io.schemamigration.runner.tool.Tool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
   * @param old what the tool noted
   * @param taken the versions that are taken over
   */
  static Beliefs of(
      Session session,
      Tool tool,
      List<OldMigration> old,
      MigrationSource source,
      Set<Version> taken) {
    var noted = new TreeSet<Version>();
    old.forEach(migration -> noted.add(migration.version()));
    var applied = source.migrations().stream().filter(m -> taken.contains(m.version())).toList();
    var believed = applied.stream().filter(m -> !noted.contains(m.version())).toList();
    var files = new HashSet<String>();
    believed.forEach(migration -> files.add(migration.file()));
    var missing = new ArrayList<String>();
    var odd = new ArrayList<String>();
    for (var line : missing(session, applied)) {
      (files.contains(line.file()) ? missing : odd).add(line.text());
    }
    return new Beliefs(told(tool, old, believed), missing, odd);
  }

  /** Some tools note only how far they came. */
  private static @Nullable String told(
      Tool tool, List<OldMigration> old, List<Migration> believed) {
    return believed.isEmpty()
        ? null
        : tool.text()
            + " notes only "
            + String.join(", ", old.stream().map(OldMigration::name).toList())
            + ": "
            + (believed.size() == 1
                ? believed.getFirst().file() + " is"
                : believed.size()
                    + " files from "
                    + believed.getFirst().file()
                    + " to "
                    + believed.getLast().file()
                    + " are")
            + " believed to be applied";
  }

  private record Line(String file, String text) {}

  private static List<Line> missing(Session session, List<Migration> applied) {
    var made = new MadeObjects(session.dialect());
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
