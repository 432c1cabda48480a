package io.schemamigration.runner.cli;

import io.schemamigration.core.analysis.JudgedMigration;
import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.runner.db.ScratchCopy;
import io.schemamigration.runner.db.ScratchDatabase;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.prove.OldQueries;
import io.schemamigration.runner.prove.Proof;
import io.schemamigration.runner.prove.Structure;
import java.io.IOException;
import java.nio.file.Files;
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
    var queries = queries();
    var planned =
        new PlanCommand(console, arguments, (source, judged) -> prove(source, judged, queries))
            .run();
    var report = shown;
    if (planned != ExitCode.DONE || report == null) {
      return planned;
    }
    var failure = report.proof().failure();
    if (failure != null) {
      console.err().println("migrate: on the copy: " + Texts.failure(failure));
    }
    return failure != null || report.proof().finds() ? ExitCode.FAILED : ExitCode.DONE;
  }

  private ProofReport prove(
      MigrationSource source, List<JudgedMigration> pending, OldQueries queries) {
    var access = arguments.access();
    var report =
        switch (access.url().dialect()) {
          case SQLITE -> {
            var scratch = arguments.get("scratch-dir");
            try (var copy = ScratchCopy.of(access, scratch == null ? null : Path.of(scratch));
                var session = Session.open(copy.access())) {
              yield on(session, true, source, pending, queries);
            }
          }
          case POSTGRESQL -> onServer(source, pending, queries);
        };
    shown = report;
    return report;
  }

  /** With all rows where that can be, else without: then what hangs on rows isn't seen. */
  private ProofReport onServer(
      MigrationSource source, List<JudgedMigration> pending, OldQueries queries) {
    var access = arguments.access();
    try (var scratch = ScratchDatabase.of(access, arguments.scratchServer(), this::tell)) {
      var why = arguments.has("structure-only") ? "--structure-only is given" : scratch.copyWhole();
      if (why != null) {
        tell("proves it on a copy without rows: " + why);
        scratch.makeEmpty();
        var structure = structure();
        try (var session = scratch.open()) {
          structure.makeIn(session);
        }
      }
      try (var session = scratch.open()) {
        return on(session, why == null, source, pending, queries);
      }
    }
  }

  private Structure structure() {
    try (var session = Session.open(arguments.access())) {
      return Structure.of(session, this::tell);
    }
  }

  private ProofReport on(
      Session copy,
      boolean rows,
      MigrationSource source,
      List<JudgedMigration> pending,
      OldQueries queries) {
    var runnable = rows ? source : unverified(source);
    var proof =
        Proof.of(copy, runnable, pending, arguments.has("out-of-order"), queries, this::tell);
    return new ProofReport(proof, queries, rows);
  }

  /** Queries that look at rows can't find there what they expect. */
  private static MigrationSource unverified(MigrationSource source) {
    var migrations = source.migrations().stream().map(Migration::unverified).toList();
    return new MigrationSource(migrations, source.repeatables(), source.digest());
  }

  private void tell(String line) {
    console.err().println(line);
  }

  private OldQueries queries() {
    var file = arguments.get("query-file");
    if (file == null) {
      return new OldQueries(List.of());
    }
    try {
      return OldQueries.read(Files.readString(Path.of(file)));
    } catch (IOException e) {
      throw new UsageException("can't read " + file + ": " + e.getClass().getSimpleName());
    }
  }
}
