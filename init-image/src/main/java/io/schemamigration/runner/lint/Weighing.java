package io.schemamigration.runner.lint;

import io.schemamigration.core.analysis.Finding;
import io.schemamigration.core.analysis.JudgedMigration;
import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.analysis.MigrationJudgement;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.analysis.Severity;
import io.schemamigration.core.analysis.Succession;
import io.schemamigration.core.source.Acceptance;
import io.schemamigration.core.window.Phase;
import io.schemamigration.runner.words.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How much the findings of one migration matter, given what its author says about it. */
public final class Weighing {
  private final Subject subject;
  private final MigrationJudgement judged;
  private final List<Finding> findings = new ArrayList<>();

  private Weighing(Subject subject, MigrationJudgement judged) {
    this.subject = subject;
    this.judged = judged;
  }

  /** The findings of the judgement, weighed, and what the declared phase keeps quiet about. */
  static List<Finding> of(Subject subject, MigrationJudgement judged) {
    return new Weighing(subject, judged).weighed();
  }

  /** The same for a migration whose phase is settled. */
  public static List<Finding> of(JudgedMigration looked) {
    return of(Subject.of(looked.migration(), looked.declared()), looked.judgement());
  }

  /** The findings about several migrations that point into one of them, weighed. */
  static List<Finding> among(List<Finding> several, Subject subject) {
    var findings = new ArrayList<Finding>();
    for (var finding : several) {
      if (finding.file().equals(subject.file())) {
        boolean accepted = JudgedMigration.accepts(subject.acceptances(), finding.rule());
        findings.add(accepted ? with(finding, Severity.NOTICE) : finding);
      }
    }
    return findings;
  }

  /** The same for migrations whose phases are settled, of all that is pending. */
  public static List<Finding> among(List<Finding> several, JudgedMigration looked) {
    return among(several, Subject.of(looked.migration(), looked.declared()));
  }

  private List<Finding> weighed() {
    boolean told = false;
    int next = 0;
    for (int i = 0; i < judged.statements().size(); i++) {
      var statement = judged.statements().get(i);
      if (!told && isMilder(statement)) {
        told = true;
        findings.add(milder(i, statement));
      }
      for (int j = 0; j < statement.remarks().size(); j++) {
        var finding = judged.findings().get(next++);
        findings.add(with(finding, severity(finding.rule(), statement.phase())));
      }
    }
    for (var whole : judged.findings().subList(next, judged.findings().size())) {
      findings.add(with(whole, covers(Phase.CONTRACT) ? Severity.NOTICE : whole.severity()));
    }
    for (var acceptance : subject.acceptances()) {
      addWrong(acceptance);
    }
    return findings;
  }

  /** An acceptance that does nothing is worth a look: a rule mistyped, or a change undone. */
  private void addWrong(Acceptance acceptance) {
    var id = acceptance.rule();
    var rule = Rule.parse(id);
    if (rule.isEmpty()) {
      var ids = Arrays.stream(Rule.values()).map(Rule::id).toList();
      add(
          Rule.INVALID_MIGRATION,
          acceptance,
          "accept: there is no rule " + id,
          "Did you mean " + Nearest.of(id, ids) + "? migrate explain lists them.");
    } else if (!Succession.looksFor(rule.get())
        && judged.findings().stream().noneMatch(f -> f.rule() == rule.get())) {
      add(
          Rule.UNUSED_ACCEPTANCE,
          acceptance,
          "accept: " + id + " finds nothing here",
          "Remove the line.");
    }
  }

  private void add(Rule rule, Acceptance place, String message, String advice) {
    var line = place.line();
    findings.add(
        new Finding(
            rule, rule.severity(), place.file(), line == null ? 1 : line, 1, message, advice));
  }

  private boolean isMilder(Judgement statement) {
    var declared = subject.declared();
    return declared != null
        && declared.compareTo(statement.phase()) < 0
        && !JudgedMigration.accepted(subject.acceptances(), statement);
  }

  private Severity severity(Rule rule, Phase judgedPhase) {
    if (JudgedMigration.accepts(subject.acceptances(), rule)) {
      return Severity.NOTICE;
    }
    if (!rule.breaks() || rule == Rule.SYNTAX_ERROR) {
      return rule.severity();
    }
    return switch (judgedPhase) {
      case EXPAND -> rule.severity();
      case CONTRACT -> covers(judgedPhase) ? Severity.NOTICE : Severity.WARNING;
      case OFFLINE -> covers(judgedPhase) ? Severity.NOTICE : Severity.ERROR;
    };
  }

  private boolean covers(Phase judgedPhase) {
    @Nullable Phase declared = subject.declared();
    return declared != null && declared.compareTo(judgedPhase) >= 0;
  }

  private Finding milder(int index, Judgement judgement) {
    var statement = subject.statements().get(index);
    var phase = judgement.phase().text();
    var declared = subject.declared() == null ? "" : subject.declared().text();
    return new Finding(
        Rule.MILDER_PHASE,
        Rule.MILDER_PHASE.severity(),
        subject.file(),
        statement.line(),
        statement.column(),
        "the migration is declared " + declared + ", but this statement is " + phase,
        "Write -- phase: " + phase + " in its first lines" + acceptable(judgement) + ".");
  }

  private static String acceptable(Judgement judgement) {
    if (judgement.remarks().isEmpty()) {
      return "";
    }
    var rules = new LinkedHashSet<String>();
    judgement.remarks().forEach(remark -> rules.add("-- accept: " + remark.rule().id()));
    return "; where you know better, " + String.join(" and ", rules) + ", each with a reason";
  }

  static Finding with(Finding finding, Severity severity) {
    return new Finding(
        finding.rule(),
        severity,
        finding.file(),
        finding.line(),
        finding.column(),
        finding.message(),
        finding.advice());
  }
}
