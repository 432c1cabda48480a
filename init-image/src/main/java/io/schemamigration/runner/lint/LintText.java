package io.schemamigration.runner.lint;

import io.schemamigration.core.analysis.Finding;
import io.schemamigration.core.analysis.Severity;
import io.schemamigration.core.report.Printable;

/** For people: a line for each finding, and what to do below it. */
public final class LintText {
  private static final String RESET = "\033[0m";

  private LintText() {}

  /**
   * All of it, with a summary.
   *
   * @param coloured whether it goes to a terminal
   */
  public static String of(Lint lint, boolean coloured) {
    var text = new StringBuilder();
    for (var finding : lint.findings()) {
      text.append(coloured ? coloured(finding) : Printable.line(finding.text())).append('\n');
      if (!finding.advice().isEmpty()) {
        text.append("  ")
            .append(Printable.lines(finding.advice()).replace("\n", "\n  "))
            .append('\n');
      }
    }
    return text.append(summary(lint)).append('\n').toString();
  }

  /** How many of each, in how many files. */
  static String summary(Lint lint) {
    var text = new StringBuilder();
    add(text, lint.count(Severity.ERROR), "error");
    add(text, lint.count(Severity.WARNING), "warning");
    add(text, lint.count(Severity.NOTICE), "notice");
    text.append(text.isEmpty() ? "nothing found in " : " in ");
    text.append(counted(lint.migrations().size(), "migration"));
    if (lint.known() > 0) {
      text.append("; ").append(lint.known()).append(" in the baseline");
    }
    return text.toString();
  }

  private static void add(StringBuilder text, long count, String what) {
    if (count > 0) {
      text.append(text.isEmpty() ? "" : ", ").append(counted(count, what));
    }
  }

  private static String counted(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static String coloured(Finding finding) {
    var severity = finding.severity().text() + ": ";
    var colour =
        switch (finding.severity()) {
          case ERROR -> "\033[31m";
          case WARNING -> "\033[33m";
          case NOTICE, OFF -> "\033[36m";
        };
    var text = Printable.line(finding.text());
    int at = text.indexOf(": " + severity) + 2;
    int end = at + severity.length() - 1;
    return text.substring(0, at) + colour + text.substring(at, end) + RESET + text.substring(end);
  }
}
