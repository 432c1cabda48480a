package io.schemamigration.runner.cli;

import io.schemamigration.core.analysis.JudgedMigration;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.cli.output.ProofReport;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.scratch.ScratchCopy;
import io.schemamigration.runner.db.scratch.ScratchDatabase;
import io.schemamigration.runner.prove.OldQueries;
import io.schemamigration.runner.prove.Proof;
import io.schemamigration.runner.prove.Structure;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tries migrations on a copy of the database that the arguments name. */
final class Prover {
  private final Arguments arguments;
  private final OldQueries queries;
  private final @Nullable Path folder;
  private final Consumer<String> told;

  /**
   * Prepares it.
   *
   * @param queries of older code
   * @param folder SQLite: for the copy; null for the system's own for temporary files
   */
  Prover(Arguments arguments, OldQueries queries, @Nullable Path folder, Consumer<String> told) {
    this.arguments = arguments;
    this.queries = queries;
    this.folder = folder;
    this.told = told;
  }

  /**
   * Tries them, in order.
   *
   * @param structureOnly PostgreSQL: on a copy without rows, though there could be one with them
   */
  ProofReport prove(MigrationSource source, List<JudgedMigration> pending, boolean structureOnly) {
    var access = arguments.access();
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

  /** With all rows where that can be, else without: then what hangs on rows isn't seen. */
  private ProofReport onServer(
      MigrationSource source, List<JudgedMigration> pending, boolean structureOnly) {
    try (var scratch = ScratchDatabase.of(arguments.access(), arguments.scratchServer(), told)) {
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
    try (var session = Session.open(arguments.access())) {
      return Structure.of(session, told);
    }
  }

  private ProofReport on(
      Session copy, boolean rows, MigrationSource source, List<JudgedMigration> pending) {
    var runnable = rows ? source : unverified(source);
    var proof =
        Proof.of(copy, runnable, pending, arguments.has(Flag.OUT_OF_ORDER), queries, told::accept);
    return new ProofReport(proof, queries, rows);
  }

  /** Queries that look at rows can't find there what they expect. */
  private static MigrationSource unverified(MigrationSource source) {
    var migrations = source.migrations().stream().map(Migration::unverified).toList();
    return new MigrationSource(migrations, source.repeatables(), source.digest());
  }
}
