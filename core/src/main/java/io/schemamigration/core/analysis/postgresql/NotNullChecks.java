package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.sql.SqlToken;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Constraints of the form {@code CHECK (c IS NOT NULL)}, or {@code NOT NULL c}, and their state.
 */
final class NotNullChecks {
  private final String column;
  private final Set<String> added = new HashSet<>();
  private final Set<String> valid = new HashSet<>();

  private NotNullChecks(String column) {
    this.column = column;
  }

  /** Whether a valid one exists after these statements. */
  static boolean holds(List<KnownStatement> statements, String table, String column) {
    var checks = new NotNullChecks(column);
    for (var each : statements) {
      if (each.altersTable(table)) {
        TableWords.items(each.rest()).forEach(checks::read);
      } else if (each.mentions(table) && (each.mentions("rename") || each.isUnclear())) {
        checks.valid.clear();
        checks.added.clear();
      }
    }
    return !checks.valid.isEmpty();
  }

  private void read(List<SqlToken> command) {
    if (is(command, 0, "ADD", "CONSTRAINT") && command.size() > 3) {
      var name = text(command, 2);
      valid.remove(name);
      added.remove(name);
      int end = end(command);
      if (end > 0 && !isWord(command, "ENFORCED")) {
        added.add(name);
        if (end == command.size()) { // without NOT VALID
          valid.add(name);
        }
      }
    } else if (is(command, 0, "VALIDATE", "CONSTRAINT") && added.contains(text(command, 2))) {
      valid.add(text(command, 2));
    } else if (is(command, 0, "DROP", "CONSTRAINT")) {
      var name = text(command, is(command, 2, "IF", "EXISTS") ? 4 : 2);
      valid.remove(name);
      added.remove(name);
    } else if (is(command, 0, "RENAME") || is(command, 0, "DROP")) {
      valid.clear();
      added.clear();
    }
  }

  /** Where the condition ends; 0 if it is another one. */
  private int end(List<SqlToken> command) {
    boolean check =
        is(command, 3, "CHECK")
            && command.size() > 9
            && command.get(4).isSymbol('(')
            && text(command, 5).equals(column)
            && is(command, 6, "IS", "NOT", "NULL")
            && command.get(9).isSymbol(')');
    if (check) {
      return 10;
    }
    return is(command, 3, "NOT", "NULL") && text(command, 5).equals(column) ? 6 : 0;
  }

  private static boolean isWord(List<SqlToken> command, String word) {
    return command.stream().anyMatch(token -> token.isWord(word));
  }

  private static boolean is(List<SqlToken> command, int at, String... words) {
    for (int i = 0; i < words.length; i++) {
      if (at + i >= command.size() || !command.get(at + i).isWord(words[i])) {
        return false;
      }
    }
    return true;
  }

  private static String text(List<SqlToken> command, int at) {
    return at < command.size() ? TableWords.name(command.get(at)) : "";
  }
}
