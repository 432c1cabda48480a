package io.schemamigration.core.analysis;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.Repeatable;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.words.ExpandList;
import io.schemamigration.core.window.Phase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A migration with the phase that counts: the stricter of the one that its author declares and the
 * one that its statements have. A more lenient declaration counts for a statement only if the
 * author accepts each of its breaking findings by name and with a reason.
 *
 * @param migration with the phase that counts
 * @param judgement what its statements do, whatever is declared or accepted
 */
public record JudgedMigration(Migration migration, MigrationJudgement judgement) {
  private static final int LONGEST = 300;

  /**
   * The outcome.
   *
   * @param phase null if it isn't known
   * @param unclear the statement because of which the phase isn't known, or null
   */
  private record Outcome(@Nullable Phase phase, @Nullable Statement unclear) {}

  /** Judges a migration as it was read. */
  public static JudgedMigration of(Migration migration, Judge judge) {
    var judgement = MigrationJudgement.of(Subject.of(migration), judge);
    var outcome = settle(judgement);
    return new JudgedMigration(
        migration.judged(outcome.phase(), outcome.unclear(), breaks(judgement)), judgement);
  }

  /** A file that is run whenever it changes, with the phase that counts. */
  public static Repeatable settled(Repeatable file, Judge judge) {
    return file.judged(settle(MigrationJudgement.of(Subject.of(file), judge)).phase());
  }

  /** The phase that its author declares; null if none. */
  public @Nullable Phase declared() {
    return judgement.subject().declared();
  }

  /**
   * Whether the phase of a migration is beyond doubt without judging its statements: each of them
   * is on the short list of what older code survives, or nothing is stricter than what is declared.
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
      if (!ExpandList.isExpand(dialect, statement)) {
        return false;
      }
    }
    return true;
  }

  private static Outcome settle(MigrationJudgement judgement) {
    var subject = judgement.subject();
    var declared = subject.declared();
    var phase = declared == null ? Phase.EXPAND : declared;
    Statement unclear = null;
    for (var one : judgement.statements()) {
      var does = one.judgement();
      if (declared != null && subject.accepts(does)) {
        continue;
      }
      if (does.certainty() == Certainty.UNKNOWN && unclear == null) {
        unclear = one.statement();
      }
      phase = does.phase().compareTo(phase) > 0 ? does.phase() : phase;
    }
    if (phase == Phase.CONTRACT && declared != Phase.CONTRACT && judgement.mixture() != null) {
      phase = Phase.OFFLINE;
    }
    boolean open = unclear != null && declared != Phase.OFFLINE;
    return open ? new Outcome(null, unclear) : new Outcome(phase, null);
  }

  /** What breaks older code, with the places; null if nothing does. */
  private static @Nullable String breaks(MigrationJudgement judgement) {
    var breaking = new ArrayList<String>();
    for (var one : judgement.statements()) {
      for (var finding : one.findings()) {
        if (one.judgement().phase() != Phase.EXPAND && finding.rule().breaks()) {
          breaking.add(located(finding));
        }
      }
    }
    if (judgement.mixture() != null) {
      breaking.add(located(judgement.mixture()));
    }
    return breaking.isEmpty() ? null : shortened(String.join("; ", breaking));
  }

  private static String located(Finding finding) {
    return finding.file() + ":" + finding.line() + ": " + finding.message();
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }
}
