package io.schemamigration.runner.cli.output;

import io.schemamigration.core.report.Outcome;
import io.schemamigration.core.report.Report;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.source.MigrationFolder;
import java.nio.file.Path;

/** Reports how a run by hand ended: to people, or as its report. */
public final class RunOutput {
  private final Console console;
  private final boolean json;
  private final Path folder;

  public RunOutput(Console console, Arguments arguments) {
    this.console = console;
    this.json = arguments.json();
    this.folder = arguments.dir();
  }

  /**
   * Prints a report.
   *
   * @param done what the run did with the versions that the report lists, in the past tense
   */
  public void tell(Report report, String done) {
    if (json) {
      console.out().println(report.toJson());
      return;
    }
    if (report.failure() != null) {
      console.failed(MigrationFolder.inFolder(Texts.failure(report.failure()), folder));
      return;
    }
    if (report.outcome() == Outcome.NOTHING_TO_DO) {
      console.out().println("nothing to do" + window(report));
    } else if (report.applied().isEmpty()) {
      console.out().println("done" + window(report));
    } else {
      var versions = Listing.join(report.applied());
      console
          .out()
          .println(done + " " + report.applied().size() + ": " + versions + window(report));
    }
    if (!report.pending().isEmpty()) {
      console
          .out()
          .println("pending " + report.pending().size() + ": " + Listing.pending(report.pending()));
    }
    var blocked = report.blocked();
    if (blocked != null) {
      console.out().println(Texts.waits(blocked, report.pending()));
    }
  }

  private static String window(Report report) {
    var window = report.window();
    return window == null ? "" : " (" + window.words() + ")";
  }
}
