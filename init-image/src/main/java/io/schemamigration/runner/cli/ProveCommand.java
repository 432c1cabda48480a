package io.schemamigration.runner.cli;

import io.schemamigration.core.analysis.JudgedMigration;
import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.cli.output.ProofReport;
import io.schemamigration.runner.cli.output.Texts;
import io.schemamigration.runner.prove.OldQueries;
import io.schemamigration.runner.prove.Prover;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code migrate plan --prove}: the plan, and what it does to a copy of the database. */
final class ProveCommand {
  private final Console console;
  private final Arguments arguments;
  private @Nullable ProofReport shown;

  ProveCommand(Console console, Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
  }

  ExitCode run() {
    var queries = Sources.queries(arguments);
    var planned =
        new PlanCommand(console, arguments, (source, judged) -> prove(source, judged, queries))
            .run();
    var report = shown;
    boolean planning = planned == ExitCode.DONE || planned == ExitCode.PENDING;
    if (!planning || report == null) {
      return planned;
    }
    var failure = report.proof().failure();
    if (failure != null) {
      console.failed("on the copy: " + Texts.failure(failure));
    }
    return failure != null || report.proof().finds() ? ExitCode.FAILED : planned;
  }

  private ProofReport prove(
      MigrationSource source, List<JudgedMigration> pending, OldQueries queries) {
    var scratch = arguments.get(Flag.SCRATCH_DIR);
    var folder = scratch == null ? null : Path.of(scratch);
    var prover =
        new Prover(
            arguments.access(),
            arguments.scratchServer(),
            folder,
            queries,
            arguments.has(Flag.OUT_OF_ORDER),
            this::tell);
    var proved = prover.prove(source, pending, arguments.has(Flag.STRUCTURE_ONLY));
    var report = new ProofReport(proved.proof(), queries, proved.rows());
    shown = report;
    return report;
  }

  private void tell(String line) {
    console.err().println(line);
  }
}
