package io.schemamigration.runner.cli;

import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.Report;
import io.schemamigration.core.report.StepName;
import io.schemamigration.core.window.Phase;
import io.schemamigration.runner.source.Folder;
import io.schemamigration.runner.step.StepRequest;
import io.schemamigration.runner.step.StepRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code migrate up}: a run by hand, or by a Helm hook as the owner. */
final class UpCommand {
  private static final int TERMINATION_MESSAGE_BYTES = 4096;

  private final Console console;
  private final Arguments arguments;

  UpCommand(Console console, Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
  }

  ExitCode run() {
    if (arguments.has("dry-run")) {
      return new PlanCommand(console, arguments).run();
    }
    boolean json = arguments.json();
    var report =
        new StepRunner(
                arguments.access(),
                request(),
                Folder.read(arguments.dir()),
                line -> console.err().println(line))
            .run();
    if (json) {
      console.out().println(report.toJson());
    } else {
      tell(report);
    }
    write(report);
    return ExitCode.of(report.outcome());
  }

  private StepRequest request() {
    return new StepRequest(
        StepName.EXPAND,
        null,
        arguments.get("owner"),
        arguments.version("to"),
        null,
        null,
        arguments.has("first-install"),
        arguments.has("out-of-order"),
        expandOnly(arguments),
        arguments.get("override-owner"),
        null,
        arguments.get("digest"));
  }

  /** The one phase that can be asked for; contract alone is the operator's business. */
  static boolean expandOnly(Arguments arguments) {
    var phase = arguments.get("phase");
    if (phase != null && !phase.equals(Phase.EXPAND.text())) {
      throw new UsageException("--phase can be expand, not " + phase);
    }
    return phase != null;
  }

  private void tell(Report report) {
    if (report.failure() != null) {
      console.err().println("migrate: " + Texts.failure(report.failure()));
      return;
    }
    if (report.applied().isEmpty()) {
      console.out().println("nothing to do" + window(report));
    } else {
      console
          .out()
          .println(
              "applied "
                  + report.applied().size()
                  + ": "
                  + Listing.join(report.applied())
                  + window(report));
    }
    if (!report.pending().isEmpty()) {
      console
          .out()
          .println("pending " + report.pending().size() + ": " + Listing.pending(report.pending()));
    }
  }

  private static String window(Report report) {
    var window = report.window();
    return window == null
        ? ""
        : " (code from schema "
            + window.effectiveMinimum()
            + " to "
            + window.maximum()
            + " may run)";
  }

  private void write(Report report) {
    var file = arguments.get("report-file");
    if (file == null) {
      return;
    }
    try {
      Files.write(
          Path.of(file), report.toJson(TERMINATION_MESSAGE_BYTES).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      console.err().println("migrate: can't write the report to " + file + ": " + e.getMessage());
    }
  }
}
