package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.analysis.Remark;
import io.schemamigration.core.grammar.PostgresGrammar;
import io.schemamigration.core.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Judges what tests write. */
final class Judged {
  private static final PostgresGrammar GRAMMAR = PostgresGrammar.load();

  private Judged() {}

  /** The judgements of the statements of one migration. */
  static List<Judgement> all(int release, String... statements) {
    var migration = new ArrayList<Statement>();
    for (var sql : statements) {
      migration.add(new Statement(sql, 1));
    }
    return new PostgresJudge(GRAMMAR, release).judge(migration);
  }

  /** The judgement of the last of them. */
  static Judgement last(String... statements) {
    return all(18, statements).getLast();
  }

  /** In two words: phase and certainty. */
  static String words(Judgement judgement) {
    return judgement.phase().text() + " " + judgement.certainty().text();
  }

  /** The ids of the rules that say something. */
  static List<String> rules(Judgement judgement) {
    return judgement.remarks().stream().map(Remark::rule).map(rule -> rule.id()).toList();
  }
}
