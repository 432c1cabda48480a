package io.schemamigration.core.analysis;

import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.window.Phase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a migration does by its statements, whatever its author says about it.
 *
 * @param subject what was judged
 * @param phase the strictest of its statements; offline for a mixture
 * @param certainty the lowest of its statements
 * @param statements in their order
 * @param mixture the finding that newer code may need what the migration creates, although it also
 *     breaks older code; null if it doesn't do both
 */
public record MigrationJudgement(
    Subject subject,
    Phase phase,
    Certainty certainty,
    List<JudgedStatement> statements,
    @Nullable Finding mixture) {
  private static final Remark UNJUDGED =
      new Remark(Rule.UNKNOWN_STATEMENT, 0, "the file wasn't judged", "");

  /** Makes the list safe to share. */
  public MigrationJudgement {
    statements = List.copyOf(statements);
  }

  /** Judges the statements of a file about which its author says nothing. */
  public static MigrationJudgement of(String file, List<Statement> statements, Judge judge) {
    return of(new Subject(file, file, null, statements, List.of()), judge);
  }

  /** Judges a migration, or a file that is run whenever it has changed. */
  public static MigrationJudgement of(Subject subject, Judge judge) {
    var written = subject.statements();
    var judgements = judge.judge(written.stream().map(MigrationJudgement::readable).toList());
    if (judgements.size() != written.size()) {
      throw new IllegalStateException(
          written.size() + " statements, but " + judgements.size() + " judgements");
    }
    var statements = new ArrayList<JudgedStatement>();
    var phase = Phase.EXPAND;
    var certainty = Certainty.KNOWN;
    for (int i = 0; i < written.size(); i++) {
      var judgement = judgements.get(i);
      phase = judgement.phase().compareTo(phase) > 0 ? judgement.phase() : phase;
      certainty = certainty.and(judgement.certainty());
      statements.add(JudgedStatement.of(subject.file(), written.get(i), judgement));
    }
    var addition = phase == Phase.CONTRACT ? Mixture.of(statements) : null;
    return addition == null
        ? new MigrationJudgement(subject, phase, certainty, statements, null)
        : new MigrationJudgement(
            subject, Phase.OFFLINE, certainty, statements, mixed(subject, addition));
  }

  /** One that couldn't be judged: its statements may do anything. */
  public static MigrationJudgement unjudged(Subject subject) {
    var statements = new ArrayList<JudgedStatement>();
    for (var statement : subject.statements()) {
      statements.add(new JudgedStatement(statement, Judgement.unknown(UNJUDGED), List.of()));
    }
    return new MigrationJudgement(subject, Phase.OFFLINE, Certainty.UNKNOWN, statements, null);
  }

  /** What the rules say about each statement, in their order, and then about all of them. */
  public List<Finding> findings() {
    var findings = new ArrayList<Finding>();
    statements.forEach(one -> findings.addAll(one.findings()));
    if (mixture != null) {
      findings.add(mixture);
    }
    return findings;
  }

  private static Finding mixed(Subject subject, Mixture.Addition addition) {
    return Finding.of(
        subject.file(),
        addition.by().statement(),
        new Remark(
            Rule.MIXED_PHASES,
            0,
            addition.what()
                + " comes only when no older code is left: newer code would start without it",
            "put it into an expand migration before this one; or declare -- phase: contract, where newer"
                + " code can do without it"));
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
}
