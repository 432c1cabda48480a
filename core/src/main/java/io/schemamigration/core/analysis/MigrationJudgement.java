package io.schemamigration.core.analysis;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.window.Phase;
import java.util.ArrayList;
import java.util.List;

/**
 * What a migration does, as its statements tell, whatever its author says.
 *
 * @param phase the strictest of its statements
 * @param certainty the least of its statements
 * @param statements the judgements, in the order of the statements
 * @param findings what the rules say about its statements, in their order, and then about all of it
 */
public record MigrationJudgement(
    Phase phase, Certainty certainty, List<Judgement> statements, List<Finding> findings) {

  /** Makes the lists safe to share. */
  public MigrationJudgement {
    statements = List.copyOf(statements);
    findings = List.copyOf(findings);
  }

  /** Judges what takes the migration forward. */
  public static MigrationJudgement of(Migration migration, Judge judge) {
    return of(migration.file(), migration.up(), judge);
  }

  /** Judges the statements of a file. */
  public static MigrationJudgement of(String file, List<Statement> statements, Judge judge) {
    var judgements = judge.judge(statements.stream().map(MigrationJudgement::readable).toList());
    if (judgements.size() != statements.size()) {
      throw new IllegalStateException(
          statements.size() + " statements, but " + judgements.size() + " judgements");
    }
    var phase = Phase.EXPAND;
    var certainty = Certainty.KNOWN;
    var findings = new ArrayList<Finding>();
    for (int i = 0; i < statements.size(); i++) {
      var judgement = judgements.get(i);
      phase = judgement.phase().compareTo(phase) > 0 ? judgement.phase() : phase;
      certainty = certainty.and(judgement.certainty());
      for (var remark : judgement.remarks()) {
        findings.add(finding(file, statements.get(i), remark));
      }
    }
    var addition = phase == Phase.CONTRACT ? Mixture.of(judgements) : null;
    if (addition != null) {
      phase = Phase.OFFLINE;
      findings.add(finding(file, statements.get(addition.statement()), mixed(addition)));
    }
    return new MigrationJudgement(phase, certainty, judgements, findings);
  }

  /** Whether what newer code may need comes together with what older code doesn't survive. */
  public boolean mixed() {
    return !findings.isEmpty() && findings.getLast().rule() == Rule.MIXED_PHASES;
  }

  private static Remark mixed(Mixture.Addition addition) {
    return new Remark(
        Rule.MIXED_PHASES,
        0,
        addition.object().text()
            + " is new, but comes only when no older code is left: newer code would start without it",
        "put it into an expand migration before this one; or declare -- phase: contract, where newer"
            + " code can do without it");
  }

  /** The ends of a batch become parameters of the same length, which every grammar knows. */
  private static Statement readable(Statement statement) {
    if (statement.backfill() == null) {
      return statement;
    }
    var sql = statement.sql().replace(":from", "$0001").replace(":upto", "$0002");
    return new Statement(
        sql, statement.line(), statement.column(), statement.data(), statement.backfill());
  }

  static Finding finding(String file, Statement statement, Remark remark) {
    int line = statement.line();
    int column = statement.column();
    int end = Math.min(remark.offset(), statement.sql().length());
    for (int i = 0; i < end; i++) {
      char c = statement.sql().charAt(i);
      if (c == '\n') {
        line++;
        column = 1;
      } else if (!Character.isLowSurrogate(c)) {
        column++;
      }
    }
    var rule = remark.rule();
    return new Finding(
        rule, rule.severity(), file, line, column, remark.message(), remark.advice());
  }
}
