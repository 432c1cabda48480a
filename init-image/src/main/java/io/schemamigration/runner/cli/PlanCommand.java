package io.schemamigration.runner.cli;

import io.schemamigration.core.analysis.Finding;
import io.schemamigration.core.analysis.JudgedMigration;
import io.schemamigration.core.analysis.several.Succession;
import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.cli.output.JsonError;
import io.schemamigration.runner.cli.output.Listing;
import io.schemamigration.runner.cli.output.ProofReport;
import io.schemamigration.runner.cli.output.Texts;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.foresee.BackfillNotes;
import io.schemamigration.runner.foresee.Estimate;
import io.schemamigration.runner.foresee.Forecast;
import io.schemamigration.runner.foresee.IndexNotes;
import io.schemamigration.runner.foresee.Overtakes;
import io.schemamigration.runner.foresee.Standing;
import io.schemamigration.runner.judge.PhaseJudge;
import io.schemamigration.runner.lint.SeverityRules;
import io.schemamigration.runner.run.Source;
import io.schemamigration.runner.run.StepRequest;
import io.schemamigration.runner.source.MigrationFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code migrate plan}, and {@code up --dry-run}: what would be applied. */
public final class PlanCommand {

  private final Console console;
  private final Arguments arguments;
  private final @Nullable Attempt attempt;
  private boolean pending;

  /** Who tries the plan on a copy. */
  @FunctionalInterface
  interface Attempt {
    /** What it shows. */
    ProofReport prove(MigrationSource source, List<JudgedMigration> pending);
  }

  /**
   * What is to be shown.
   *
   * @param forecast of the run
   * @param judged the migrations that it applies, in its order
   * @param several what is found about how they fit together
   * @param proof of the plan on a copy, or null
   * @param after the window once all is applied
   * @param why something can't go first, or nothing
   */
  private record Shown(
      Forecast forecast,
      List<JudgedMigration> judged,
      List<Finding> several,
      @Nullable ProofReport proof,
      CompatibilityWindow after,
      String why) {}

  PlanCommand(Console console, Arguments arguments) {
    this(console, arguments, null);
  }

  /** Tries the plan on a copy, too. */
  PlanCommand(Console console, Arguments arguments, @Nullable Attempt attempt) {
    this.console = console;
    this.arguments = arguments;
    this.attempt = attempt;
  }

  /** With what the flags ask for. */
  ExitCode run() {
    var code = run(Requests.byHand(arguments));
    return code == ExitCode.DONE && pending && arguments.has(Flag.EXIT_CODE)
        ? ExitCode.PENDING
        : code;
  }

  /** What that run would do. */
  ExitCode run(StepRequest.ByHand request) {
    var access = arguments.access();
    var dialect = access.url().dialect();
    var files = Sources.open(arguments, dialect, request.digest()).remembering(arguments.memory());
    files.lookAt(access);
    var standing = Standing.read(access, console.err()::println);
    var forecast = Forecast.of(standing, request, files);
    var refusal = forecast.refusal();
    if (refusal != null && forecast.stages().isEmpty()) {
      tell(refusal);
      if (arguments.json()) {
        var json = new JsonWriter().beginObject();
        JsonError.refusal(json, refusal);
        console.out().println(json.endObject());
      }
      return ExitCode.REFUSED;
    }
    pending =
        !forecast.toApply().isEmpty()
            || !forecast.repeatables().isEmpty()
            || !forecast.remaining().isEmpty();
    var judge = files.judge();
    var source = files.migrations();
    var judged = forecast.toApply().stream().map(m -> judge.judge(source, m)).toList();
    judge.keep();
    var proof = attempt == null ? null : attempt.prove(source, judged);
    var after =
        proof == null ? forecast : proved(forecast, proof, standing, request, source, dialect);
    var several =
        Succession.check(judged.stream().map(JudgedMigration::judgement).toList(), dialect);
    show(
        new Shown(forecast, judged, several, proof, after.window(), why(forecast, source, judge)),
        standing);
    if (refusal != null) {
      tell(refusal);
    }
    return forecast.exitCode();
  }

  private void tell(RefusedException refusal) {
    for (var problem : refusal.problems()) {
      console
          .err()
          .println("migrate: " + MigrationFolder.inFolder(problem.text(), arguments.dir()));
    }
  }

  /** The copy may have shown that older code won't be allowed to run. */
  private static Forecast proved(
      Forecast forecast,
      ProofReport proof,
      Standing standing,
      StepRequest.ByHand request,
      MigrationSource source,
      Dialect dialect) {
    var settled = proof.proof().settled(source);
    var later = Forecast.of(standing, request, Source.taken(settled, dialect));
    return later.refusal() == null ? later : forecast;
  }

  /** Why something can't go first, or nothing. */
  private static String why(Forecast forecast, MigrationSource source, PhaseJudge judge) {
    var blocked = forecast.blocked();
    var obstacle =
        blocked == null || blocked.needsApproval()
            ? null
            : Overtakes.obstacle(source, blocked, judge);
    return obstacle == null || blocked == null
        ? ""
        : ": " + obstacle + "; if you know better, write -- overtakes: " + blocked.by() + " in it";
  }

  private void show(Shown shown, Standing found) {
    var forecast = shown.forecast();
    var toApply = forecast.toApply();
    var changed = forecast.repeatables();
    var estimate = Estimate.of(toApply, found.history());
    var listing = listing(shown, found);
    if (arguments.json()) {
      console.out().println(listing.json(shown.after(), estimate));
      return;
    }
    if (toApply.isEmpty() && changed.isEmpty()) {
      console.out().println("nothing to do");
    } else {
      console.out().print(listing.text());
      estimate.text().ifPresent(console.out()::println);
    }
    details(shown, found.begun());
    var remaining = forecast.remaining();
    if (!remaining.isEmpty()) {
      console.out().println();
      console.out().println("stays pending: " + Listing.pending(remaining));
    }
    var blocked = forecast.blocked();
    if (blocked != null) {
      console.out().println(Texts.waits(blocked, remaining) + shown.why());
    }
    if (shown.proof() != null) {
      console.out().print(shown.proof().text());
    }
  }

  private static Listing listing(Shown shown, Standing found) {
    var forecast = shown.forecast();
    var changed = forecast.repeatables();
    var rows = new ArrayList<>(found.repeatables());
    rows.removeIf(row -> changed.stream().noneMatch(f -> f.name().equals(row.name())));
    var listing =
        Listing.of(forecast.toApply(), List.of())
            .with(changed, rows)
            .judged(shown.judged())
            .among(shown.several());
    if (shown.proof() != null) {
      listing.proved(shown.proof());
    }
    if (forecast.refusal() != null) {
      listing.refused(forecast.refusal());
    }
    return listing;
  }

  private void details(Shown shown, Set<Version> begun) {
    var notes = BackfillNotes.of(arguments.access(), shown.forecast().toApply());
    var indexes = IndexNotes.of(arguments.access(), shown.forecast().toApply(), begun);
    for (var looked : shown.judged()) {
      var migration = looked.migration();
      statements(migration.file(), migration.up(), notes);
      var judgement = looked.judgement();
      SeverityRules.of(judgement).forEach(f -> console.out().println("   " + f.text()));
      SeverityRules.among(shown.several(), judgement)
          .forEach(f -> console.out().println("   " + f.text()));
      indexes.of(migration).forEach(note -> console.out().println("   note: " + note));
    }
    for (var file : shown.forecast().repeatables()) {
      statements(file.file(), file.statements(), notes);
    }
  }

  private void statements(String file, List<Statement> statements, BackfillNotes notes) {
    console.out().println();
    console.out().println("-- " + file);
    boolean whole = arguments.has(Flag.SQL);
    for (var statement : statements) {
      var note = notes.text(statement);
      if (note != null) {
        console.out().println("   -- " + note);
      }
      console.out().print((whole ? statement.sql() + ";" : Texts.preview(statement.sql())) + "\n");
    }
  }
}
