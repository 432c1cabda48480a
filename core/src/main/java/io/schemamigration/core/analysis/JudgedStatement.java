package io.schemamigration.core.analysis;

import io.schemamigration.core.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A statement of a migration and what it does.
 *
 * @param statement as it is written in the file
 * @param judgement what it does
 * @param findings what the rules say about it, with their places in the file
 */
public record JudgedStatement(Statement statement, Judgement judgement, List<Finding> findings) {
  /** Makes the list safe to share. */
  public JudgedStatement {
    findings = List.copyOf(findings);
  }

  /** A statement of that file; each remark becomes a finding. */
  static JudgedStatement of(String file, Statement statement, Judgement judgement) {
    var findings = new ArrayList<Finding>();
    for (var remark : judgement.remarks()) {
      findings.add(Finding.of(file, statement, remark));
    }
    return new JudgedStatement(statement, judgement, findings);
  }
}
