package io.schemamigration.runner.lint;

import io.schemamigration.core.analysis.Certainty;
import io.schemamigration.core.analysis.Finding;
import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.window.Phase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A migration and what is said about it.
 *
 * @param version or the repeatable file's name
 * @param file as the user knows it
 * @param phase what its statements do; offline where they couldn't be read
 * @param declared what its author says, or null
 * @param certainty how sure the phase is
 * @param statements what each of them does
 * @param findings by place
 */
public record Judged(
    String version,
    String file,
    Phase phase,
    @Nullable Phase declared,
    Certainty certainty,
    List<Judgement> statements,
    List<Finding> findings) {

  /** Makes the lists safe to share. */
  public Judged {
    statements = List.copyOf(statements);
    findings = List.copyOf(findings);
  }

  /** With more to say about it. */
  Judged with(List<Finding> more) {
    var all = new ArrayList<>(findings);
    all.addAll(more);
    return new Judged(version, file, phase, declared, certainty, statements, all);
  }
}
