package io.schemamigration.runner.cli;

import io.schemamigration.core.analysis.Finding;
import io.schemamigration.core.analysis.JudgedMigration;
import io.schemamigration.core.analysis.several.Succession;
import io.schemamigration.core.plan.Mode;
import io.schemamigration.core.plan.Plan;
import io.schemamigration.core.plan.PlanRequest;
import io.schemamigration.core.report.Blocked;
import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.Problem;
import io.schemamigration.core.source.Repeatable;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.cli.StatusCommand.Found;
import io.schemamigration.runner.cli.input.Arguments;
import io.schemamigration.runner.cli.input.Flag;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.cli.output.JsonError;
import io.schemamigration.runner.cli.output.Listing;
import io.schemamigration.runner.cli.output.ProofReport;
import io.schemamigration.runner.cli.output.Texts;
import io.schemamigration.runner.db.ledger.HistoryRow;
import io.schemamigration.runner.foresee.BackfillNotes;
import io.schemamigration.runner.foresee.Estimate;
import io.schemamigration.runner.foresee.IndexNotes;
import io.schemamigration.runner.judge.Judges;
import io.schemamigration.runner.judge.PhaseJudge;
import io.schemamigration.runner.lint.SeverityRules;
import io.schemamigration.runner.run.AppliedHistory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code migrate plan}, and {@code up --dry-run}: what would be applied. */
public final class PlanCommand {

  private final Console console;
  private final Arguments arguments;
  private final @Nullable Prover prover;

  /** Who tries the plan on a copy. */
  @FunctionalInterface
  interface Prover {
    /** What it shows. */
    ProofReport prove(MigrationSource source, List<JudgedMigration> pending);
  }

  /**
   * What is to be shown.
   *
   * @param plan of what isn't applied
   * @param changed files that are new or have changed since they were run
   * @param judged the migrations of the plan, in its order
   * @param several what is found about how they fit together
   * @param proof of the plan on a copy, or null
   * @param after the window once all is applied
   * @param why something can't go first, or nothing
   */
  private record Shown(
      Plan.Apply plan,
      List<Repeatable> changed,
      List<JudgedMigration> judged,
      List<Finding> several,
      @Nullable ProofReport proof,
      CompatibilityWindow after,
      String why) {}

  PlanCommand(Console console, Arguments arguments) {
    this(console, arguments, null);
  }

  /** Tries the plan on a copy, too. */
  PlanCommand(Console console, Arguments arguments, @Nullable Prover prover) {
    this.console = console;
    this.arguments = arguments;
    this.prover = prover;
  }

  ExitCode run() {
    return run(arguments.version(Flag.TO));
  }

  /** The way to that version; null: the highest. */
  ExitCode run(@Nullable Version wanted) {
    var access = arguments.access();
    var dialect = access.url().dialect();
    var written = Sources.read(arguments.dir(), dialect);
    var found = Found.read(access);
    var judge = new PhaseJudge(dialect, new Judges(dialect, Judges.ANY_RELEASE));
    var source = judge.settle(written, new AppliedHistory(found.history()).open(written));
    var plan = plan(arguments, source, found, wanted, judge);
    return switch (plan) {
      case Plan.Refused(var reason, List<Problem> problems) -> {
        problems.forEach(
            p -> console.err().println("migrate: " + Texts.inFolder(p.text(), arguments.dir())));
        if (arguments.json()) {
          var json = new JsonWriter();
          json.beginObject().member("reason", reason.text());
          JsonError.problems(json, problems);
          console.out().println(json.endObject());
        }
        yield ExitCode.REFUSED;
      }
      case Plan.Apply apply -> {
        var judged = apply.toApply().stream().map(m -> judge.judge(written, m)).toList();
        var changed = changed(source, apply, found);
        var proof = prover == null ? null : prover.prove(source, judged);
        var after =
            proof == null
                ? apply.after()
                : after(apply, proof.proof().settled(source), found, wanted, judge);
        var blocked = apply.blocked();
        var why = blocked == null ? "" : why(blocked, written, judge);
        yield show(
            new Shown(apply, changed, judged, several(judged, dialect), proof, after, why), found);
      }
    };
  }

  /** The copy may have shown that older code won't be allowed to run. */
  private CompatibilityWindow after(
      Plan.Apply plan,
      MigrationSource proved,
      Found found,
      @Nullable Version wanted,
      PhaseJudge judge) {
    return plan(arguments, proved, found, wanted, judge) instanceof Plan.Apply apply
        ? apply.after()
        : plan.after();
  }

  /** What {@code up} would do with that database and files whose phases are taken as they are. */
  static Plan plan(
      Arguments arguments, MigrationSource source, Found found, @Nullable Version wanted) {
    var dialect = arguments.access().url().dialect();
    var judge = new PhaseJudge(dialect, new Judges(dialect, Judges.ANY_RELEASE));
    return plan(arguments, source, found, wanted, judge);
  }

  /** What {@code up} would do with that database. */
  static Plan plan(
      Arguments arguments,
      MigrationSource source,
      Found found,
      @Nullable Version wanted,
      PhaseJudge judge) {
    var row = found.row();
    boolean owned = row != null && row.owner() != null;
    return judge.plan(
        new PlanRequest(
            source,
            found.history().stream().map(HistoryRow::migration).toList(),
            row == null ? CompatibilityWindow.EMPTY : row.window(),
            row == null ? null : row.pending(),
            wanted,
            owned || arguments.expandOnly() ? Mode.EXPAND_ONLY : Mode.BY_HAND,
            arguments.has(Flag.OUT_OF_ORDER)));
  }

  /** The files that are new or have changed since they were run. */
  private static List<Repeatable> changed(MigrationSource source, Plan.Apply plan, Found found) {
    var changed = new ArrayList<Repeatable>();
    for (var file : source.repeatables()) {
      boolean same =
          found.repeatables().stream()
              .anyMatch(
                  row -> row.name().equals(file.name()) && file.checksum().equals(row.checksum()));
      if (!same && plan.makesAll()) {
        changed.add(file);
      }
    }
    return changed;
  }

  /** Why it can't go first. */
  private static String why(Blocked blocked, MigrationSource source, PhaseJudge judge) {
    var obstacle = blocked.needsApproval() ? null : judge.obstacle(source, blocked);
    return obstacle == null
        ? ""
        : ": " + obstacle + "; if you know better, write -- overtakes: " + blocked.by() + " in it";
  }

  /** Whether what is applied together fits together. */
  private static List<Finding> several(List<JudgedMigration> looked, Dialect dialect) {
    return Succession.check(looked.stream().map(JudgedMigration::judgement).toList(), dialect);
  }

  private ExitCode show(Shown shown, Found found) {
    var plan = shown.plan();
    var changed = shown.changed();
    var estimate = Estimate.of(plan.toApply(), found.history());
    var rows = new ArrayList<HistoryRow>(found.repeatables());
    rows.removeIf(row -> changed.stream().noneMatch(f -> f.name().equals(row.name())));
    var listing =
        Listing.of(plan.toApply(), List.of())
            .with(changed, rows)
            .judged(shown.judged())
            .among(shown.several());
    var proof = shown.proof();
    if (proof != null) {
      listing.proved(proof);
    }
    if (arguments.json()) {
      console.out().println(listing.json(shown.after(), estimate));
      return ExitCode.DONE;
    }
    if (plan.toApply().isEmpty() && changed.isEmpty()) {
      console.out().println("nothing to do");
    } else {
      console.out().print(listing.text());
      estimate.text().ifPresent(console.out()::println);
    }
    details(shown);
    if (!plan.remaining().isEmpty()) {
      console.out().println("\nstays pending: " + Listing.pending(plan.remaining()));
    }
    var blocked = plan.blocked();
    if (blocked != null) {
      console.out().println(Texts.waits(blocked, plan.remaining()) + shown.why());
    }
    if (proof != null) {
      console.out().print(proof.text());
    }
    return ExitCode.DONE;
  }

  private void details(Shown shown) {
    var notes = BackfillNotes.of(arguments.access(), shown.plan().toApply());
    var indexes = IndexNotes.of(arguments.access(), shown.plan().toApply());
    for (var looked : shown.judged()) {
      var migration = looked.migration();
      statements(migration.file(), migration.up(), notes);
      var judgement = looked.judgement();
      SeverityRules.of(judgement).forEach(f -> console.out().println("   " + f.text()));
      SeverityRules.among(shown.several(), judgement)
          .forEach(f -> console.out().println("   " + f.text()));
      indexes.of(migration).forEach(note -> console.out().println("   note: " + note));
    }
    for (var file : shown.changed()) {
      statements(file.file(), file.statements(), notes);
    }
  }

  private void statements(String file, List<Statement> statements, BackfillNotes notes) {
    console.out().println("\n-- " + file);
    boolean whole = arguments.has(Flag.SQL);
    for (var statement : statements) {
      var note = notes.text(statement);
      if (note != null) {
        console.out().println("   -- " + note);
      }
      console.out().println(whole ? statement.sql() + ";" : Texts.preview(statement.sql()));
    }
  }
}
