package io.schemamigration.runner.tool;

import io.schemamigration.core.source.Migration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Statements about another tool's own table, such as those that Alembic writes into its scripts.
 */
public final class OwnLines {
  /** Those whose table has the name of something that an application may have, too. */
  private static final Set<Tool> ORDINARY =
      EnumSet.of(Tool.TYPEORM, Tool.LARAVEL, Tool.SQITCH, Tool.TERN, Tool.BLUEPLANE);

  private OwnLines() {}

  /** What to say of such statements, a line for each file. */
  public static List<String> notes(List<Migration> migrations) {
    var notes = new ArrayList<String>();
    for (var migration : migrations) {
      for (var tool : EnumSet.complementOf(EnumSet.copyOf(ORDINARY))) {
        var places = places(migration, tool.table());
        if (!places.isEmpty()) {
          notes.add(
              migration.file()
                  + ":"
                  + String.join(", ", places)
                  + ": "
                  + tool.table()
                  + " is the table of another migration tool; migrate neither needs nor creates it."
                  + " Leave such statements out as long as the file isn't applied anywhere");
          break;
        }
      }
    }
    return notes;
  }

  private static List<String> places(Migration migration, String table) {
    var word = Pattern.compile("(?<![\\w$])" + Pattern.quote(table) + "(?![\\w$])");
    return migration.up().stream()
        .filter(statement -> word.matcher(statement.sql().toLowerCase(Locale.ROOT)).find())
        .map(statement -> Integer.toString(statement.line()))
        .toList();
  }
}
