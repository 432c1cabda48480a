package io.schemamigration.runner.lint;

import io.schemamigration.core.analysis.Finding;
import io.schemamigration.core.analysis.Severity;

/** Workflow commands, which GitHub shows beside the lines of a pull request. */
public final class GithubAnnotations {
  private GithubAnnotations() {}

  /** A command for each finding, and a summary. */
  public static String of(Lint lint) {
    var text = new StringBuilder();
    for (var finding : lint.findings()) {
      text.append(command(finding)).append('\n');
    }
    return text.append(LintText.summary(lint)).append('\n').toString();
  }

  private static String command(Finding finding) {
    var message =
        finding.advice().isEmpty()
            ? finding.message()
            : finding.message() + "\n" + finding.advice();
    return "::"
        + (finding.severity() == Severity.OFF ? "debug" : finding.severity().text())
        + " file="
        + property(finding.file())
        + ",line="
        + finding.line()
        + ",col="
        + finding.column()
        + ",title="
        + property(finding.rule().id())
        + "::"
        + data(message);
  }

  /** A line's end would end the command. */
  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
