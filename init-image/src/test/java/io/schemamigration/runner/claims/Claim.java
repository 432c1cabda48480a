package io.schemamigration.runner.claims;

import io.schemamigration.core.analysis.Certainty;
import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.analysis.LockMode;
import io.schemamigration.core.analysis.postgresql.PostgresJudge;
import io.schemamigration.core.grammar.PostgresGrammar;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlSplitter;
import io.schemamigration.runner.judge.Judges;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is claimed of the statements of one migration, all together. */
final class Claim {
  private static final PostgresGrammar GRAMMAR = Judges.postgres();

  private final Map<String, LockMode> locks = new TreeMap<>();
  private final Set<Danger> dangers = new HashSet<>();
  private boolean unknown;

  private Claim() {}

  static Claim of(String sql, int release) {
    var claim = new Claim();
    var statements = SqlSplitter.split(Dialect.POSTGRESQL, sql, 1);
    for (var judgement : new PostgresJudge(GRAMMAR, release).judge(statements)) {
      claim.add(judgement);
    }
    return claim;
  }

  private void add(Judgement judgement) {
    unknown |= judgement.certainty() == Certainty.UNKNOWN;
    dangers.addAll(judgement.dangers());
    for (var lock : judgement.locks()) {
      locks.merge(lock.table(), lock.mode(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }
  }

  /** What was seen and isn't claimed; nobody claims anything of what is unknown. */
  List<String> tooWeak(Outcome outcome) {
    var missing = new ArrayList<String>();
    if (unknown) {
      return missing;
    }
    outcome
        .locks()
        .forEach((relation, mode) -> {
          // a foreign key's other side is only kept from being dropped
          if (mode.compareTo(LockMode.ROW_SHARE) > 0 && !covers(relation, mode)) {
            missing.add("lock " + mode + " on " + relation);
          }
        });
    if (!outcome.rewritten().isEmpty() && !dangers.contains(Danger.REWRITE)) {
      missing.add("rewrite of " + outcome.rewritten());
    }
    boolean anew = !outcome.rewritten().isEmpty() && dangers.contains(Danger.REWRITE);
    if (!outcome.scanned().isEmpty() && !dangers.contains(Danger.FULL_SCAN) && !anew) {
      missing.add("scan of " + outcome.scanned());
    }
    return missing;
  }

  /** Indexes and sequences go with their table; what nobody can name is claimed in words. */
  private boolean covers(String relation, LockMode mode) {
    for (var lock : locks.entrySet()) {
      var claimed = lock.getKey();
      boolean fits =
          claimed.equals(relation)
              || claimed.indexOf(' ') >= 0
              || relation.startsWith(claimed + "_");
      if (fits && lock.getValue().compareTo(mode) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** What is claimed and wasn't seen; words about what nobody can name don't count. */
  List<String> tooStrong(Outcome outcome) {
    var extra = new ArrayList<String>();
    locks.forEach((relation, mode) -> {
      var seen = outcome.locks().getOrDefault(relation, LockMode.ACCESS_SHARE);
      if (relation.indexOf(' ') < 0 && mode.compareTo(seen) > 0) {
        extra.add(mode.text() + " on " + relation);
      }
    });
    if (outcome.rewritten().isEmpty() && dangers.contains(Danger.REWRITE)) {
      extra.add("rewrite");
    }
    if (outcome.scanned().isEmpty() && dangers.contains(Danger.FULL_SCAN)) {
      extra.add("scan");
    }
    return extra;
  }
}
