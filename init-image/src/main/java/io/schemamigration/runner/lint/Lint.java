package io.schemamigration.runner.lint;

import io.schemamigration.core.analysis.Finding;
import io.schemamigration.core.analysis.Severity;
import java.util.List;

/**
 * The outcome of a run, as it is reported.
 *
 * @param findings in the order of files and places; none of severity off
 * @param migrations what was judged, in order
 * @param known how many findings the baseline has
 */
public record Lint(List<Finding> findings, List<LintedMigration> migrations, int known) {

  /** Makes the lists safe to share. */
  public Lint {
    findings = List.copyOf(findings);
    migrations = List.copyOf(migrations);
  }

  /** How many findings matter that much. */
  public long count(Severity severity) {
    return findings.stream().filter(f -> f.severity() == severity).count();
  }
}
