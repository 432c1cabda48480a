package io.schemamigration.core.analysis;

import io.schemamigration.core.source.Acceptance;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.ExpandList;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.StatementKind;
import io.schemamigration.core.window.Phase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A migration by its author's word and by what its statements do: the stricter wins. A milder
 * declaration counts for a statement whose every finding is accepted by name and with a reason, and
 * only then.
 *
 * @param migration with the phase that counts
 * @param judgement what its statements do, whatever is declared or accepted
 */
public record JudgedMigration(Migration migration, MigrationJudgement judgement) {
  private static final int LONGEST = 300;

  /** Judges a migration as it was read. */
  public static JudgedMigration of(Migration migration, Judge judge) {
    var judgement = MigrationJudgement.of(migration, judge);
    return new JudgedMigration(settled(migration, judgement), judgement);
  }

  /**
   * Whether its phase is beyond doubt without a look at what its statements do: each of them is on
   * the short list of what older code survives, or nothing could be stricter than what is declared.
   */
  public static boolean plain(Migration migration, Dialect dialect) {
    if (migration.declared() && migration.phase() == Phase.OFFLINE) {
      return true;
    }
    if (!migration.declared()) {
      return migration.phase() == Phase.EXPAND;
    }
    for (var statement : migration.up()) {
      boolean fills = statement.backfill() != null && !StatementKind.removes(dialect, statement);
      if (!fills && !ExpandList.isExpand(dialect, statement)) {
        return false;
      }
    }
    return true;
  }

  private static Migration settled(Migration migration, MigrationJudgement judgement) {
    var declared = migration.declared() ? migration.phase() : null;
    Phase phase = declared == null ? Phase.EXPAND : declared;
    Statement unclear = null;
    for (int i = 0; i < judgement.statements().size(); i++) {
      var statement = judgement.statements().get(i);
      if (declared != null && accepted(migration.acceptances(), statement)) {
        continue;
      }
      if (statement.certainty() == Certainty.UNKNOWN && unclear == null) {
        unclear = migration.up().get(i);
      }
      phase = stricter(phase, statement.phase());
    }
    boolean open = unclear != null && declared != Phase.OFFLINE;
    return migration.judged(open ? null : phase, open ? unclear : null, breaks(judgement));
  }

  /** Whether the author answers for all that makes the statement what it is. */
  public static boolean accepted(List<Acceptance> acceptances, Judgement statement) {
    if (statement.remarks().isEmpty()) {
      return statement.phase() == Phase.EXPAND;
    }
    for (var remark : statement.remarks()) {
      if (!accepts(acceptances, remark.rule())) {
        return false;
      }
    }
    return true;
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

  private static Phase stricter(Phase some, Phase other) {
    return some.compareTo(other) >= 0 ? some : other;
  }

  /** What older code doesn't survive, with the places; null when there is nothing. */
  private static @Nullable String breaks(MigrationJudgement judgement) {
    var told = new ArrayList<String>();
    int at = 0;
    for (var statement : judgement.statements()) {
      for (int i = 0; i < statement.remarks().size(); i++) {
        var finding = judgement.findings().get(at++);
        if (statement.phase() != Phase.EXPAND) {
          told.add(finding.file() + ":" + finding.line() + ": " + finding.message());
        }
      }
    }
    return told.isEmpty() ? null : shortened(told);
  }

  private static String shortened(List<String> told) {
    var text = String.join("; ", told);
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }
}
