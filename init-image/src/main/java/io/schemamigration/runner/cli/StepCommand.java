package io.schemamigration.runner.cli;

import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.Report;
import io.schemamigration.core.report.StepName;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.cli.input.UsageException;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.cli.output.RenewedLine;
import io.schemamigration.runner.cli.output.ReportFile;
import io.schemamigration.runner.cli.output.Texts;
import io.schemamigration.runner.db.Access;
import io.schemamigration.runner.db.Opening;
import io.schemamigration.runner.db.ledger.Token;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.prove.ProofFirst;
import io.schemamigration.runner.run.BeforeFirst;
import io.schemamigration.runner.run.StepRequest;
import io.schemamigration.runner.source.Folder;
import io.schemamigration.runner.step.StepRunner;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** {@code migrate step}: the form in which the operator's Jobs run. Always ends with a report. */
final class StepCommand {
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
      report = Report.refused(step, e.failure());
    }
    publish(report);
    return ExitCode.of(report.outcome());
  }

  /** A Job backs up only where a folder is given: its own wouldn't last. */
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
    var proof =
        arguments.has(Flag.PROVE)
            ? new ProofFirst(
                access,
                arguments.dir(),
                arguments.version(Flag.VERSION),
                arguments.has(Flag.OUT_OF_ORDER),
                told)
            : nothing;
    var backup =
        arguments.has(Flag.BACKUP_DIR) ? Backups.intoFolder(arguments, access, told) : nothing;
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
        .filter(step -> step != StepName.DOWN)
        .orElseThrow(() ->
            new UsageException("there is no step " + word + ": expand, claim, withdraw, contract"));
  }

  private StepRequest request(StepName step) {
    var token = new Token(arguments.number(Flag.NUMBER), arguments.need(Flag.ID));
    var owner = arguments.need(Flag.OWNER);
    return switch (step) {
      case EXPAND ->
          new StepRequest.Gated(
              token,
              owner,
              arguments.version(Flag.VERSION),
              arguments.has(Flag.FIRST_INSTALL),
              arguments.version(Flag.KNOWN_MINIMUM),
              arguments.has(Flag.OUT_OF_ORDER),
              arguments.get(Flag.GRANT_WINDOW_TO),
              arguments.get(Flag.DIGEST));
      case CLAIM -> new StepRequest.Claim(token, owner, claim(), arguments.get(Flag.APPROVE));
      case CONTRACT ->
          new StepRequest.Contract(
              token,
              owner,
              claim(),
              arguments.need(Flag.CLAIM_ID),
              arguments.get(Flag.APPROVE),
              arguments.has(Flag.OUT_OF_ORDER),
              arguments.get(Flag.DIGEST));
      case WITHDRAW -> new StepRequest.Withdraw(token, owner);
      case DOWN -> throw new IllegalStateException("no Job takes migrations back");
    };
  }

  private Version claim() {
    arguments.need(Flag.CLAIM);
    return Objects.requireNonNull(arguments.version(Flag.CLAIM));
  }

  private List<SourceFile> files(StepName step) {
    return step == StepName.EXPAND || step == StepName.CONTRACT
        ? Folder.read(arguments.dir())
        : List.of();
  }

  private void publish(Report report) {
    if (report.failure() != null) {
      console.failed(Texts.failure(report.failure()));
    }
    console.out().println(report.toJson());
    ReportFile.write(report, arguments.get(Flag.REPORT_FILE), console);
  }
}
