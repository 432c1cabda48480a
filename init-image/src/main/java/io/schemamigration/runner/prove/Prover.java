package io.schemamigration.runner.prove;

import io.schemamigration.core.analysis.JudgedMigration;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.runner.db.Access;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.scratch.ScratchCopy;
import io.schemamigration.runner.db.scratch.ScratchDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tries migrations on a copy of a database.
 *
 * @param access to the database
 * @param server PostgreSQL: where the copy is made; null for the database's own
 * @param folder SQLite: for the copy; null for the system's own for temporary files
 * @param queries of older code
 * @param outOfOrder whether a late expand migration may be applied
 * @param told what is done, in words
 */
public record Prover(
    Access access,
    @Nullable Access server,
    @Nullable Path folder,
    OldQueries queries,
    boolean outOfOrder,
    Consumer<String> told) {

  /**
   * Tries them, in order.
   *
   * @param structureOnly PostgreSQL: on a copy without rows, though there could be one with them
   */
  public CopyProof prove(
      MigrationSource source, List<JudgedMigration> pending, boolean structureOnly) {
    return switch (access.url().dialect()) {
      case SQLITE -> {
        try (var copy = ScratchCopy.of(access, folder);
            var session = Session.open(copy.access())) {
          yield on(session, true, source, pending);
        }
      }
      case POSTGRESQL -> onServer(source, pending, structureOnly);
    };
  }

  /** With all rows where that can be, else without: then what depends on rows isn't seen. */
  private CopyProof onServer(
      MigrationSource source, List<JudgedMigration> pending, boolean structureOnly) {
    try (var scratch = ScratchDatabase.of(access, server, told)) {
      var why = structureOnly ? "as asked for" : scratch.copyWhole();
      if (why != null) {
        told.accept("proving on a copy without rows: " + why);
        scratch.makeEmpty();
        var structure = structure();
        try (var session = scratch.open()) {
          structure.makeIn(session);
        }
      }
      try (var session = scratch.open()) {
        return on(session, why == null, source, pending);
      }
    }
  }

  private Structure structure() {
    try (var session = Session.open(access)) {
      return Structure.of(session, told);
    }
  }

  private CopyProof on(
      Session copy, boolean rows, MigrationSource source, List<JudgedMigration> pending) {
    var runnable = rows ? source : unverified(source);
    var proof = Proof.of(copy, runnable, pending, outOfOrder, queries, told::accept);
    return new CopyProof(proof, rows);
  }

  /** Queries that look at rows can't find there what they expect. */
  private static MigrationSource unverified(MigrationSource source) {
    var migrations = source.migrations().stream().map(Migration::unverified).toList();
    return new MigrationSource(migrations, source.repeatables(), source.digest());
  }
}
