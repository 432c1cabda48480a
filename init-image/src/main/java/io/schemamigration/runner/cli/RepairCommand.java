package io.schemamigration.runner.cli;

import io.schemamigration.core.plan.DownTarget;
import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.step.Progress;
import io.schemamigration.runner.step.RecreateRepair;
import io.schemamigration.runner.step.StepRequest;

/** {@code migrate repair}: mends what other tools left half-done. */
final class RepairCommand {
  private final Console console;
  private final Arguments arguments;

  RepairCommand(Console console, Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
  }

  /** {@code --recreate TABLE}. */
  ExitCode recreate() {
    var table = arguments.need("recreate");
    var access = arguments.access();
    Progress progress = line -> console.err().println(line);
    var request = StepRequest.down(new DownTarget.Steps(1), arguments.get("override-owner"));
    try (var session = Session.open(access)) {
      try {
        var backup = Backups.of(arguments, access, progress::tell);
        var done = new RecreateRepair(session, request, backup, progress).repair(table);
        console
            .out()
            .println(
                arguments.json()
                    ? new JsonWriter().beginObject().member("repaired", done).endObject().toString()
                    : done);
      } finally {
        session.rollback();
      }
    }
    return ExitCode.DONE;
  }
}
