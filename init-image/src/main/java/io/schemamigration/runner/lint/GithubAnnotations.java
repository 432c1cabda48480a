package io.schemamigration.runner.lint;

import io.schemamigration.core.analysis.Finding;
import io.schemamigration.core.analysis.Severity;
import io.schemamigration.core.report.Printable;

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
            ? Printable.line(finding.message())
            : Printable.line(finding.message()) + "\n" + Printable.lines(finding.advice());
    return "::"
        + (finding.severity() == Severity.OFF ? "debug" : finding.severity().text())
        + " file="
        + property(Printable.line(finding.file()))
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
