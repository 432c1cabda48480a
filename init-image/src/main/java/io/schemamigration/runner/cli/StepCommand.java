package io.schemamigration.runner.cli;

import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.LockWaits;
import io.schemamigration.core.report.Outcome;
import io.schemamigration.core.report.Report;
import io.schemamigration.core.report.StepName;
import io.schemamigration.core.report.Timing;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.cli.input.UsageException;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.cli.output.RenewedLine;
import io.schemamigration.runner.cli.output.Texts;
import io.schemamigration.runner.db.Access;
import io.schemamigration.runner.db.Opening;
import io.schemamigration.runner.db.ledger.Token;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.run.BeforeFirst;
import io.schemamigration.runner.run.StepRequest;
import io.schemamigration.runner.source.Folder;
import io.schemamigration.runner.step.StepRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** {@code migrate step}: the form in which the operator's Jobs run. Always ends with a report. */
final class StepCommand {
  private static final int TERMINATION_MESSAGE_BYTES = 4096;

  private final Console console;
  private final Arguments arguments;

  StepCommand(Console console, Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
  }

  ExitCode run() {
    var step = step();
    var request = request(step);
    var access = arguments.access();
    Report report;
    try (var opening = Opening.of(access)) {
      report = runner(access, opening, request).run();
    } catch (RefusedException e) {
      report = refused(step, e.failure());
    }
    publish(report);
    return ExitCode.of(report.outcome());
  }

  /** A Job backs up only where it is told a folder: its own wouldn't last. */
  private StepRunner runner(Access access, Opening opening, StepRequest request) {
    var progress = RenewedLine.of(console, arguments);
    var runner = new StepRunner(opening, request, files(request.step()), progress);
    if (!arguments.has(Flag.BACKUP_DIR) && !arguments.has(Flag.PROVE)) {
      return runner;
    }
    return runner.beforehand(beforehand(access, progress::tell));
  }

  private BeforeFirst beforehand(Access access, Consumer<String> told) {
    BeforeFirst nothing = version -> {};
    var proof = arguments.has(Flag.PROVE) ? new ProofFirst(arguments, told) : nothing;
    var backup = arguments.has(Flag.BACKUP_DIR) ? Backups.of(arguments, access, told) : nothing;
    return version -> {
      proof.before(version);
      backup.before(version);
    };
  }

  private StepName step() {
    if (arguments.words().size() != 1) {
      throw new UsageException("migrate step needs one of expand, claim, withdraw, contract");
    }
    var word = arguments.words().getFirst();
    return StepName.parse(word)
        .orElseThrow(() ->
            new UsageException("there is no step " + word + ": expand, claim, withdraw, contract"));
  }

  private StepRequest request(StepName step) {
    boolean claims = step == StepName.CLAIM || step == StepName.CONTRACT;
    if (claims) {
      arguments.need(Flag.CLAIM);
    }
    return new StepRequest(
        step,
        new Token(arguments.number(Flag.NUMBER), arguments.need(Flag.ID)),
        arguments.need(Flag.OWNER),
        arguments.version(Flag.VERSION),
        claims ? arguments.version(Flag.CLAIM) : null,
        step == StepName.CONTRACT ? arguments.need(Flag.CLAIM_ID) : null,
        arguments.get(Flag.APPROVE),
        arguments.has(Flag.FIRST_INSTALL),
        arguments.has(Flag.OUT_OF_ORDER),
        true,
        null,
        arguments.get(Flag.GRANT_WINDOW_TO),
        arguments.get(Flag.DIGEST),
        null);
  }

  private List<SourceFile> files(StepName step) {
    return step == StepName.EXPAND || step == StepName.CONTRACT
        ? Folder.read(arguments.dir())
        : List.of();
  }

  private static Report refused(StepName step, Failure failure) {
    return new Report(
        step,
        Outcome.REFUSED,
        null,
        null,
        null,
        List.of(),
        List.of(),
        null,
        failure,
        LockWaits.NONE,
        Timing.NONE);
  }

  private void publish(Report report) {
    if (report.failure() != null) {
      console.err().println("migrate: " + Texts.failure(report.failure()));
    }
    console.out().println(report.toJson());
    var file = arguments.get(Flag.REPORT_FILE);
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
