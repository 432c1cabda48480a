package io.schemamigration.runner.lint;

import io.schemamigration.core.analysis.Finding;
import io.schemamigration.core.analysis.JudgedStatement;
import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.analysis.MigrationJudgement;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.analysis.Severity;
import io.schemamigration.core.analysis.Subject;
import io.schemamigration.core.analysis.several.Succession;
import io.schemamigration.core.source.Acceptance;
import io.schemamigration.core.window.Phase;
import io.schemamigration.runner.words.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How severe the findings about a migration are, given what its author says about it. */
public final class SeverityRules {
  private final Subject subject;
  private final MigrationJudgement judged;
  private final List<Finding> findings = new ArrayList<>();

  private SeverityRules(MigrationJudgement judged) {
    this.subject = judged.subject();
    this.judged = judged;
  }

  /**
   * The findings about a migration, each with its severity, and those about what its author
   * declares and accepts.
   */
  public static List<Finding> of(MigrationJudgement judged) {
    return new SeverityRules(judged).all();
  }

  /** The findings about several migrations that point into this one, each with its severity. */
  public static List<Finding> among(List<Finding> several, MigrationJudgement judged) {
    var subject = judged.subject();
    var findings = new ArrayList<Finding>();
    for (var finding : several) {
      if (finding.file().equals(subject.file())) {
        boolean accepted = subject.accepts(finding.rule());
        findings.add(accepted ? finding.with(Severity.NOTICE) : finding);
      }
    }
    return findings;
  }

  private List<Finding> all() {
    boolean reported = false;
    for (var one : judged.statements()) {
      if (!reported && isStricterThanDeclared(one.judgement())) {
        reported = true;
        findings.add(milderPhase(one));
      }
      for (var finding : one.findings()) {
        findings.add(finding.with(severity(finding.rule(), one.judgement().phase())));
      }
    }
    var mixture = judged.mixture();
    if (mixture != null) {
      findings.add(covers(Phase.CONTRACT) ? mixture.with(Severity.NOTICE) : mixture);
    }
    for (var acceptance : subject.acceptances()) {
      addWrong(acceptance);
    }
    return findings;
  }

  /** An acceptance without effect is a mistyped rule, or the change is gone. */
  private void addWrong(Acceptance acceptance) {
    var id = acceptance.rule();
    var rule = Rule.parse(id);
    if (rule.isEmpty()) {
      var ids = Arrays.stream(Rule.values()).map(Rule::id).toList();
      var near = Nearest.of(id, ids);
      add(
          Rule.INVALID_MIGRATION,
          acceptance,
          "accept: there is no rule " + id,
          (near == null ? "" : "Did you mean " + near + "? ") + "migrate explain lists them.");
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

  private boolean isStricterThanDeclared(Judgement statement) {
    var declared = subject.declared();
    return declared != null
        && declared.compareTo(statement.phase()) < 0
        && !subject.accepts(statement);
  }

  private Severity severity(Rule rule, Phase judgedPhase) {
    if (subject.accepts(rule)) {
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

  private Finding milderPhase(JudgedStatement one) {
    var statement = one.statement();
    var phase = one.judgement().phase().text();
    var declared = subject.declared() == null ? "" : subject.declared().text();
    return new Finding(
        Rule.MILDER_PHASE,
        Rule.MILDER_PHASE.severity(),
        subject.file(),
        statement.line(),
        statement.column(),
        "the migration is declared " + declared + ", but this statement is " + phase,
        "Write -- phase: " + phase + " in its first lines" + acceptable(one.judgement()) + ".");
  }

  private static String acceptable(Judgement judgement) {
    if (judgement.remarks().isEmpty()) {
      return "";
    }
    var rules = new LinkedHashSet<String>();
    judgement.remarks().forEach(remark -> rules.add("-- accept: " + remark.rule().id()));
    return "; if you know better, " + String.join(" and ", rules) + ", each with a reason";
  }
}
