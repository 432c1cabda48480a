package io.schemamigration.runner.cli;

import io.schemamigration.core.plan.Plan;
import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.runner.cli.StatusCommand.Found;
import io.schemamigration.runner.db.Access;
import io.schemamigration.runner.db.ScratchCopy;
import io.schemamigration.runner.db.ScratchDatabase;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.judge.Judges;
import io.schemamigration.runner.prove.OldQueries;
import io.schemamigration.runner.prove.Proof;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code migrate plan --prove}: the plan, and what it does to a copy of the database. */
final class ProveCommand {
  private final Console console;
  private final Arguments arguments;

  ProveCommand(Console console, Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
  }

  ExitCode run() {
    var queries = queries();
    var plan = new ByteArrayOutputStream();
    ExitCode planned;
    try (var out = new PrintStream(plan, true, StandardCharsets.UTF_8)) {
      planned = new PlanCommand(new Console(out, console.err()), arguments).run();
    }
    var text = plan.toString(StandardCharsets.UTF_8);
    if (planned != ExitCode.DONE) {
      console.out().print(text);
      return planned;
    }
    var proof = proof(queries);
    var report = new ProofReport(proof, queries);
    if (arguments.json()) {
      int end = text.lastIndexOf('}');
      console.out().println(text.substring(0, end) + ",\"proof\":" + report.json() + "}");
    } else {
      console.out().print(text + report.text());
    }
    var failure = proof.failure();
    if (failure != null) {
      console.err().println("migrate: " + Texts.failure(failure));
    }
    return failure != null || proof.finds() ? ExitCode.FAILED : ExitCode.DONE;
  }

  private Proof proof(OldQueries queries) {
    var access = arguments.access();
    var source = Sources.read(arguments.dir(), access.url().dialect());
    var plan = PlanCommand.plan(arguments, source, Found.read(access), arguments.version("to"));
    var pending = plan instanceof Plan.Apply apply ? apply.toApply() : List.<Migration>of();
    return switch (access.url().dialect()) {
      case SQLITE -> {
        var scratch = arguments.get("scratch-dir");
        try (var copy = ScratchCopy.of(access, scratch == null ? null : Path.of(scratch))) {
          yield on(copy.access(), source, pending, queries);
        }
      }
      case POSTGRESQL -> {
        try (var copy = ScratchDatabase.of(access, line -> console.err().println(line))) {
          yield on(copy.access(), source, pending, queries);
        }
      }
    };
  }

  private Proof on(
      Access copy, MigrationSource source, List<Migration> pending, OldQueries queries) {
    var judges = new Judges(copy.url().dialect(), Judges.ANY_RELEASE);
    var judge = judges.judge();
    for (var migration : source.migrations()) {
      if (judges.ordered() && !pending.contains(migration)) {
        judge.judge(migration.up());
      }
    }
    try (var session = Session.open(copy)) {
      return Proof.of(
          session,
          source,
          pending,
          arguments.has("out-of-order"),
          judge,
          queries,
          line -> console.err().println(line));
    }
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
