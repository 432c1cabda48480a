package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.analysis.JudgementDraft;
import io.schemamigration.core.analysis.Rule;
import java.util.List;

/** The draft of a judgement of SQLite, which has no locks on single tables. */
final class Draft extends JudgementDraft {
  /** A statement, or a part of one, that isn't on the list. */
  void unmapped(int offset) {
    unknown(
        offset,
        "it isn't known what this statement does to older code",
        "Put it another way, or declare its phase with the reason: -- accept: "
            + Rule.UNKNOWN_STATEMENT.id()
            + " REASON");
  }

  /** It isn't known what the statement does. */
  void unknown(int offset, String message, String advice) {
    unknown(Rule.UNKNOWN_STATEMENT, offset, message, advice);
  }

  Judgement judgement() {
    return judgement(List.of());
  }
}
