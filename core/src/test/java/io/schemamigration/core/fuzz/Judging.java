package io.schemamigration.core.fuzz;

import io.schemamigration.core.analysis.Judge;
import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.words.ExpandList;
import io.schemamigration.core.window.Phase;
import java.util.List;

/** What is true of each judgement, whatever is judged. */
final class Judging {
  private Judging() {}

  /**
   * Judges a migration and looks at what comes out.
   *
   * @return how many of its statements could be read
   */
  static int check(Dialect dialect, Judge judge, List<Statement> migration) {
    var judgements = judge.judge(migration);
    holds(judgements.size() == migration.size(), "one for each statement", migration);
    int read = 0;
    boolean plain = true; // the list counts for a migration that has nothing else
    for (int i = 0; i < migration.size(); i++) {
      boolean one = check(dialect, migration.get(i), judgements.get(i), plain);
      plain = plain && one && ExpandList.isExpand(dialect, migration.get(i));
      read += one ? 1 : 0;
    }
    return read;
  }

  private static boolean check(
      Dialect dialect, Statement statement, Judgement judgement, boolean plain) {
    boolean read = true;
    boolean told = judgement.phase() == Phase.EXPAND;
    for (var remark : judgement.remarks()) {
      read &= remark.rule() != Rule.SYNTAX_ERROR;
      told |= remark.rule().breaks();
      boolean inside = remark.offset() >= 0 && remark.offset() <= statement.sql().length();
      holds(inside, "a place in the text, unlike " + remark, statement);
      holds(!remark.message().isBlank() && !remark.advice().isBlank(), "words", statement);
    }
    holds(told, "a reason for " + judgement.phase(), statement);
    // SQLite's list can't tell what SQLite itself refuses, which changes nothing then
    boolean compared = read && plain && dialect == Dialect.POSTGRESQL;
    if (compared && ExpandList.isExpand(dialect, statement)) {
      holds(judgement.phase() == Phase.EXPAND, "expand, as on the short list", statement);
    }
    return read;
  }

  private static void holds(boolean so, String what, Object of) {
    if (!so) {
      throw new IllegalStateException("not " + what + ": " + of);
    }
  }
}
