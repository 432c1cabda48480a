package io.schemamigration.runner.lint;

import io.schemamigration.core.analysis.Certainty;
import io.schemamigration.core.analysis.MigrationJudgement;
import io.schemamigration.core.window.Phase;
import org.jspecify.annotations.Nullable;

/**
 * A migration that was judged, as it is reported.
 *
 * @param version or the repeatable file's name
 * @param file as the user knows it
 * @param phase of its statements; offline if they couldn't be read
 * @param declared the phase that its author declares, or null
 * @param certainty how sure the phase is
 */
public record LintedMigration(
    String version, String file, Phase phase, @Nullable Phase declared, Certainty certainty) {

  /** A migration with the name that its file is shown by. */
  static LintedMigration of(MigrationJudgement judgement, String file) {
    var subject = judgement.subject();
    return new LintedMigration(
        subject.name(), file, judgement.phase(), subject.declared(), judgement.certainty());
  }
}
