package io.schemamigration.runner.apply;

import io.schemamigration.core.source.Repeatable;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.words.MadeObjects;
import io.schemamigration.runner.db.SqlFailure;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A repeatable file that needs what a later one makes. */
final class LaterFile {
  /** PostgreSQL's undefined_table, undefined_function and undefined_object. */
  private static final Set<String> MISSING = Set.of("42P01", "42883", "42704");

  private static final String NAME = "[\\p{L}\\p{N}_$]";

  private LaterFile() {}

  /**
   * Which of the later files makes what is missing, and what to do; null where none does.
   *
   * @param later those that would have run next
   * @param said what the database said
   */
  static @Nullable String hint(Dialect dialect, List<Repeatable> later, SqlFailure said) {
    var message = String.valueOf(said.getMessage()).toLowerCase(Locale.ROOT);
    boolean missing =
        dialect == Dialect.SQLITE ? message.contains("no such ") : MISSING.contains(said.state());
    for (var file : missing ? later : List.<Repeatable>of()) {
      for (var made :
          new MadeObjects(dialect).add(file.file(), file.statements()).there().keySet()) {
        if (names(message, made.name().toLowerCase(Locale.ROOT))) {
          return made.name()
              + " is made by "
              + file.file()
              + ", which runs later: repeatable files run in the order of their names. Rename the"
              + " files so that it comes first, or put both into one; nothing of this one stays in"
              + " the database.";
        }
      }
    }
    return null;
  }

  private static boolean names(String message, String name) {
    var word = "(?<!" + NAME + ")" + Pattern.quote(name) + "(?!" + NAME + ")";
    return Pattern.compile(word).matcher(message).find();
  }
}
