package io.schemamigration.runner.prove;

import io.schemamigration.core.analysis.Finding;
import io.schemamigration.core.analysis.JudgedMigration;
import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Access;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.foresee.Standing;
import io.schemamigration.runner.run.BeforeFirst;
import io.schemamigration.runner.run.Source;
import io.schemamigration.runner.source.MigrationFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Before a step applies anything, all that is pending is tried on a copy of the database; the step
 * is refused where the copy shows more than is declared. PostgreSQL's copy has no rows: a Job must
 * neither fill the server's disk nor read all of it.
 *
 * @param access to the database
 * @param folder of the migrations
 * @param wanted upper bound of what is tried; null for all
 * @param outOfOrder whether a late expand migration may be applied
 * @param told what is done, in words
 */
public record ProofFirst(
    Access access, Path folder, @Nullable Version wanted, boolean outOfOrder, Consumer<String> told)
    implements BeforeFirst {
  private static final String NOTHING = " Nothing was changed.";

  @Override
  public void before(Version version) {
    var standing = Standing.read(access, told);
    if (standing.history().isEmpty()) {
      return; // there is no older code yet
    }
    var dialect = access.url().dialect();
    var files = Source.of(MigrationFolder.read(folder, dialect), dialect);
    var open = standing.state().open(files.migrations());
    var source = files.settled(open);
    var pending = new ArrayList<JudgedMigration>();
    for (var migration : source.migrations()) {
      boolean meant = wanted == null || !migration.version().isAbove(wanted);
      if (meant && open.contains(migration.version())) {
        pending.add(files.judge().judge(source, migration));
      }
    }
    if (!pending.isEmpty()) {
      var prover = new Prover(access, null, null, OldQueries.none(), outOfOrder, told);
      refuse(prover.prove(source, pending, true).proof());
    }
  }

  private static void refuse(Proof proof) {
    for (var act : proof.acts()) {
      var findings = act.findings();
      if (!findings.isEmpty()) {
        throw new RefusedException(failure(act, findings.getFirst()));
      }
    }
    var failed = proof.failure();
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
