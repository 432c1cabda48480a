package io.schemamigration.core.analysis;

import io.schemamigration.core.source.Acceptance;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.Repeatable;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.words.ExpandList;
import io.schemamigration.core.sql.words.StatementKind;
import io.schemamigration.core.window.Phase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A migration by its author's word and by what its statements do: the stricter wins. A milder
 * declaration counts for a statement all of whose breaking findings are accepted by name and with a
 * reason, and only then.
 *
 * @param migration with the phase that counts
 * @param declared the phase by its author's word, or null
 * @param judgement what its statements do, whatever is declared or accepted
 */
public record JudgedMigration(
    Migration migration, @Nullable Phase declared, MigrationJudgement judgement) {
  private static final int LONGEST = 300;

  /** What an author says about the phase. */
  private record Word(@Nullable Phase phase, List<Acceptance> acceptances) {
    boolean covers(Judgement statement) {
      return phase != null && accepted(acceptances, statement);
    }
  }

  /**
   * The outcome.
   *
   * @param phase null where nobody can tell
   * @param unclear the index of the statement because of which, or -1
   */
  private record Outcome(@Nullable Phase phase, int unclear) {}

  /** Judges a migration as it was read. */
  public static JudgedMigration of(Migration migration, Judge judge) {
    var judgement = MigrationJudgement.of(migration, judge);
    var said = migration.declared() ? migration.phase() : null;
    var outcome = settle(new Word(said, migration.acceptances()), judgement);
    var unclear = outcome.unclear() < 0 ? null : migration.up().get(outcome.unclear());
    return new JudgedMigration(
        migration.judged(outcome.phase(), unclear, breaks(judgement)), said, judgement);
  }

  /** A file that is run whenever it changes, with the phase that counts. */
  public static Repeatable settled(Repeatable file, Judge judge) {
    var judgement = MigrationJudgement.of(file.file(), file.statements(), judge);
    var word = new Word(file.declared() ? file.phase() : null, file.acceptances());
    return file.judged(settle(word, judgement).phase());
  }

  /**
   * Whether its phase is beyond doubt without a look at what its statements do: each of them is on
   * the short list of what older code survives, or nothing could be stricter than what is declared.
   */
  public static boolean plain(Migration migration, Dialect dialect) {
    return plain(migration.declared(), migration.phase(), migration.up(), dialect);
  }

  /** The same of a file that is run whenever it changes. */
  public static boolean plain(Repeatable file, Dialect dialect) {
    return plain(file.declared(), file.phase(), file.statements(), dialect);
  }

  private static boolean plain(
      boolean declared, @Nullable Phase phase, List<Statement> statements, Dialect dialect) {
    if (!declared || phase == Phase.OFFLINE) {
      return phase != null; // read so from the same list, or as strict as can be
    }
    for (var statement : statements) {
      boolean fills = statement.backfill() != null && !StatementKind.removes(dialect, statement);
      if (!fills && !ExpandList.isExpand(dialect, statement)) {
        return false;
      }
    }
    return true;
  }

  private static Outcome settle(Word word, MigrationJudgement judgement) {
    var phase = word.phase() == null ? Phase.EXPAND : word.phase();
    int unclear = -1;
    for (int i = 0; i < judgement.statements().size(); i++) {
      var statement = judgement.statements().get(i);
      if (word.covers(statement)) {
        continue;
      }
      if (statement.certainty() == Certainty.UNKNOWN && unclear < 0) {
        unclear = i;
      }
      phase = statement.phase().compareTo(phase) > 0 ? statement.phase() : phase;
    }
    if (phase == Phase.CONTRACT && word.phase() != Phase.CONTRACT && judgement.mixed()) {
      phase = Phase.OFFLINE;
    }
    boolean open = unclear >= 0 && word.phase() != Phase.OFFLINE;
    return open ? new Outcome(null, unclear) : new Outcome(phase, -1);
  }

  /** Whether the author answers for all that makes the statement what it is. */
  public static boolean accepted(List<Acceptance> acceptances, Judgement statement) {
    if (statement.phase() == Phase.EXPAND) {
      return true;
    }
    boolean named = false;
    for (var remark : statement.remarks()) {
      if (remark.rule().breaks()) {
        if (!accepts(acceptances, remark.rule())) {
          return false;
        }
        named = true;
      }
    }
    return named; // a judgement without a reason can't be accepted
  }

  /** Whether the author accepts what that rule says. */
  public static boolean accepts(List<Acceptance> acceptances, Rule rule) {
    for (var acceptance : acceptances) {
      if (acceptance.rule().equals(rule.id())) {
        return true;
      }
    }
    return false;
  }

  /** What older code doesn't survive, with the places; null when there is nothing. */
  private static @Nullable String breaks(MigrationJudgement judgement) {
    var told = new ArrayList<String>();
    int at = 0;
    for (var statement : judgement.statements()) {
      for (int i = 0; i < statement.remarks().size(); i++) {
        var finding = judgement.findings().get(at++);
        if (statement.phase() != Phase.EXPAND && finding.rule().breaks()) {
          told.add(finding.file() + ":" + finding.line() + ": " + finding.message());
        }
      }
    }
    for (; at < judgement.findings().size(); at++) {
      var whole = judgement.findings().get(at);
      told.add(whole.file() + ":" + whole.line() + ": " + whole.message());
    }
    return told.isEmpty() ? null : shortened(told);
  }

  private static String shortened(List<String> told) {
    var text = String.join("; ", told);
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }
}
