package io.schemamigration.runner.cli;

import io.schemamigration.core.analysis.Finding;
import io.schemamigration.core.analysis.JudgedMigration;
import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.cli.StatusCommand.Found;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.cli.output.ProofReport;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.judge.Judges;
import io.schemamigration.runner.judge.PhaseJudge;
import io.schemamigration.runner.prove.OldQueries;
import io.schemamigration.runner.prove.ProvedMigration;
import io.schemamigration.runner.run.AppliedHistory;
import io.schemamigration.runner.run.BeforeFirst;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Before a step applies anything, all that is pending is tried on a copy of the database; the step
 * is refused where the copy shows more than is declared. PostgreSQL's copy has no rows: a Job must
 * neither fill the server's disk nor read all of it.
 */
final class ProofFirst implements BeforeFirst {
  private static final String NOTHING = " Nothing was changed.";

  private final Arguments arguments;
  private final Consumer<String> told;

  ProofFirst(Arguments arguments, Consumer<String> told) {
    this.arguments = arguments;
    this.told = told;
  }

  @Override
  public void before(Version version) {
    var access = arguments.access();
    var dialect = access.url().dialect();
    var found = Found.read(access);
    if (found.history().isEmpty()) {
      return; // there is no older code yet
    }
    var written = Sources.read(arguments.dir(), dialect);
    var open = new AppliedHistory(found.history()).open(written);
    var judge = new PhaseJudge(dialect, new Judges(dialect, Judges.ANY_RELEASE));
    var source = judge.settle(written, open);
    var wanted = arguments.version(Flag.VERSION);
    var pending = new ArrayList<JudgedMigration>();
    for (var migration : written.migrations()) {
      boolean meant = wanted == null || !migration.version().isAbove(wanted);
      if (meant && open.contains(migration.version())) {
        pending.add(judge.judge(written, migration));
      }
    }
    if (!pending.isEmpty()) {
      var report =
          new Prover(arguments, new OldQueries(List.of()), null, told).prove(source, pending, true);
      refuse(report);
    }
  }

  private static void refuse(ProofReport report) {
    for (var act : report.proof().acts()) {
      var findings = act.findings();
      if (!findings.isEmpty()) {
        throw new RefusedException(failure(act, findings.getFirst()));
      }
    }
    var failed = report.proof().failure();
    if (failed != null) {
      throw new RefusedException(
          failed
              .place()
              .failure(
                  failed.reason(),
                  "on a copy of the database: " + failed.message(),
                  (failed.hint() == null ? "" : failed.hint()) + NOTHING));
    }
  }

  private static Failure failure(ProvedMigration act, Finding finding) {
    var proved = act.proved();
    return Failure.at(act.migration().version(), finding.file())
        .line(finding.line())
        .failure(
            Reason.INVALID_MIGRATIONS,
            finding.message(),
            "Declare what it does in the file (-- phase: "
                + (proved == null ? "offline" : proved.text())
                + "), or take it out; migrate plan --prove shows all of it."
                + NOTHING);
  }
}
