package io.schemamigration.core.source.read;

import io.schemamigration.core.source.read.SectionMark.Kind;
import io.schemamigration.core.source.read.SectionMark.Style;
import java.util.List;
import java.util.Set;

/** Reads headings in prose: {@code To undo this migration, run:}, {@code Cleanup}. */
final class DownHeading {
  /** No heading has more words. */
  private static final int MOST_WORDS = 14;

  private static final Set<String> BACK =
      Set.of(
          "down",
          "downgrade",
          "rollback",
          "rollbacks",
          "undo",
          "undoes",
          "undoing",
          "revert",
          "reverts",
          "reverting",
          "reverse",
          "reverses",
          "reversal",
          "backout",
          "unapply",
          "uninstall",
          "rückgängig");

  private static final Set<String> CLEAN =
      Set.of("cleanup", "teardown", "clean", "tear", "remove", "removal", "drop", "drops", "reset");

  /** What stands around such a word in a heading that says nothing else. */
  private static final Set<String> AROUND =
      Set.of(
          "to",
          "how",
          "this",
          "the",
          "these",
          "that",
          "above",
          "it",
          "all",
          "everything",
          "again",
          "migration",
          "migrations",
          "change",
          "changes",
          "schema",
          "run",
          "execute",
          "use",
          "apply",
          "following",
          "statement",
          "statements",
          "sql",
          "script",
          "scripts",
          "command",
          "commands",
          "query",
          "queries",
          "please",
          "manual",
          "manually",
          "if",
          "needed",
          "necessary",
          "required",
          "optional",
          "in",
          "case",
          "of",
          "failure",
          "and",
          "for",
          "plan",
          "procedure",
          "instructions",
          "steps",
          "section",
          "part",
          "code",
          "with",
          "by",
          "just",
          "only",
          "you",
          "need",
          "want",
          "migrate",
          "uncomment",
          "below",
          "end",
          "begin",
          "start",
          "here");

  private DownHeading() {}

  /** Reads the words of a comment, in lower case. */
  static SectionMark read(List<String> words) {
    if (words.isEmpty() || words.size() > MOST_WORDS) {
      return SectionMark.NONE;
    }
    boolean back = words.stream().anyMatch(BACK::contains);
    if (back && words.stream().allMatch(word -> BACK.contains(word) || AROUND.contains(word))) {
      return SectionMark.of(Kind.LIKE_DOWN, Style.NONE);
    }
    if (back) {
      return SectionMark.of(Kind.HINT_DOWN, Style.NONE);
    }
    return words.stream().anyMatch(CLEAN::contains)
        ? SectionMark.of(Kind.HINT_CLEAN, Style.NONE)
        : SectionMark.NONE;
  }
}
