package io.schemamigration.runner.cli;

import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.Report;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.cli.output.RenewedLine;
import io.schemamigration.runner.cli.output.ReportFile;
import io.schemamigration.runner.cli.output.RunOutput;
import io.schemamigration.runner.db.Access;
import io.schemamigration.runner.db.Opening;
import io.schemamigration.runner.run.Progress;
import io.schemamigration.runner.run.StepRequest;
import io.schemamigration.runner.source.Folder;
import io.schemamigration.runner.step.StepRunner;

/** {@code migrate up}: a run by hand, or by a Helm hook as the owner. */
final class UpCommand {
  private final Console console;
  private final Arguments arguments;

  UpCommand(Console console, Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
  }

  ExitCode run() {
    var request = Requests.byHand(arguments);
    if (arguments.has(Flag.DRY_RUN)) {
      return new PlanCommand(console, arguments).run(request);
    }
    var output = new RunOutput(console, arguments);
    var access = arguments.access();
    var progress = RenewedLine.of(console, arguments);
    var report = run(access, request, progress);
    output.tell(report, "applied");
    ReportFile.write(report, arguments.get(Flag.REPORT_FILE), console);
    return ExitCode.of(report.outcome());
  }

  private Report run(Access access, StepRequest request, Progress progress) {
    try (var opening = Opening.of(access)) {
      var runner =
          new StepRunner(opening, request, Folder.read(arguments.dir()), progress)
              .remembering(arguments.memory())
              .beforehand(Backups.of(arguments, access, progress::tell));
      if (!arguments.has(Flag.YES) && !arguments.has(Flag.OWNER)) {
        runner.beforeBreaking(breaking -> Consent.breaking(console, breaking));
      }
      return runner.run();
    }
  }
}
