package io.schemamigration.runner.lint;

import io.schemamigration.core.analysis.Finding;
import io.schemamigration.core.analysis.Judge;
import io.schemamigration.core.analysis.MigrationJudgement;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.analysis.Subject;
import io.schemamigration.core.analysis.several.Succession;
import io.schemamigration.core.source.Problem;
import io.schemamigration.core.source.read.Survey;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.runner.judge.Judges;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Judges the migrations of a source, several at a time; each judge stays with its thread. */
final class Linter {
  /** So many migrations are worth another judge, which takes a while to get going. */
  private static final int WORTH_A_THREAD = 40;

  private static final int MOST_THREADS = 4;

  private final Supplier<Judge> judges;
  private final Dialect dialect;

  /**
   * What there is to say about a migration.
   *
   * @param judgement what its statements do; unjudged if they couldn't be read
   * @param findings each with its severity
   */
  record Result(MigrationJudgement judgement, List<Finding> findings) {
    /** Makes the list safe to share. */
    Result {
      findings = List.copyOf(findings);
    }

    String file() {
      return judgement.subject().file();
    }

    private Result with(List<Finding> more) {
      var all = new ArrayList<>(findings);
      all.addAll(more);
      return new Result(judgement, all);
    }
  }

  /**
   * Asks for a judge in each thread that needs one.
   *
   * @param dialect that they judge
   */
  Linter(Supplier<Judge> judges, Dialect dialect) {
    this.judges = judges;
    this.dialect = dialect;
  }

  /**
   * What there is to say about the wanted migrations, in their order. Whether they fit together is
   * only reported if all of them are judged: those between could create what a few seem to lack.
   *
   * @param wanted accepts a file with statements; an unwanted file isn't judged
   */
  List<Result> judge(Survey survey, Predicate<String> wanted) {
    var subjects = new ArrayList<Subject>();
    for (var migration : survey.migrations()) {
      subjects.add(Subject.of(migration));
    }
    for (var repeatable : survey.repeatables()) {
      subjects.add(Subject.of(repeatable));
    }
    Predicate<Subject> judged = subject -> Judges.ordered(dialect) || wanted.test(subject.file());
    var results = judge(subjects, judged, Unreadable.of(survey));
    if (subjects.stream().allMatch(judged)) {
      addAmong(results.subList(0, survey.migrations().size())); // only these have an order
    }
    results.removeIf(result -> !wanted.test(result.file()));
    return results;
  }

  private List<Result> judge(
      List<Subject> subjects, Predicate<Subject> wanted, Unreadable unreadable) {
    var results = new Result[subjects.size()];
    var next = new AtomicInteger();
    var all = subjects.stream().flatMap(each -> each.statements().stream()).toList();
    var before = new int[subjects.size()];
    for (int i = 1; i < before.length; i++) {
      before[i] = before[i - 1] + subjects.get(i - 1).statements().size();
    }
    Callable<Void> work =
        () -> {
          var judging = new Judging(judges);
          for (int i = next.getAndIncrement(); i < results.length; i = next.getAndIncrement()) {
            var subject = subjects.get(i);
            boolean read = !unreadable.has(subject.file()); // else a problem says why
            results[i] =
                read && wanted.test(subject)
                    ? judging.judged(subject, all.subList(0, before[i]))
                    : new Result(MigrationJudgement.unjudged(subject), List.of());
          }
          return null;
        };
    run(work, results.length);
    return new ArrayList<>(List.of(results));
  }

  private void addAmong(List<Result> migrations) {
    var several = Succession.check(migrations.stream().map(Result::judgement).toList(), dialect);
    if (!several.isEmpty()) {
      migrations.replaceAll(
          result -> result.with(SeverityRules.among(several, result.judgement())));
    }
  }

  private void run(Callable<Void> work, int migrations) {
    int most =
        Judges.ordered(dialect)
            ? 1
            : Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    int threads = Math.min(most, 1 + migrations / WORTH_A_THREAD);
    try (var pool = Executors.newFixedThreadPool(threads)) {
      var running = new ArrayList<Callable<Void>>();
      for (int i = 0; i < threads; i++) {
        running.add(work);
      }
      for (var done : pool.invokeAll(running)) {
        done.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LintException("ended before everything was judged");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** One thread's share. */
  private static final class Judging {
    private final Supplier<Judge> judges;
    private Judge judge;

    Judging(Supplier<Judge> judges) {
      this.judges = judges;
      this.judge = judges.get();
    }

    Result judged(Subject subject, List<Statement> earlier) {
      try {
        judge.follow(earlier);
        var judgement = MigrationJudgement.of(subject, judge);
        return new Result(judgement, SeverityRules.of(judgement));
      } catch (RuntimeException | StackOverflowError e) {
        judge = judges.get(); // nobody knows what state it is in, and this one knows less
        return failed(subject, e);
      }
    }

    /** One file that a judge can't bear must not hide what is wrong with the others. */
    private static Result failed(Subject subject, Throwable why) {
      var first = subject.statements().getFirst();
      var finding =
          new Finding(
              Rule.UNKNOWN_STATEMENT,
              Rule.UNKNOWN_STATEMENT.severity(),
              subject.file(),
              first.line(),
              first.column(),
              "judging this file failed: " + why,
              "Declare its phase, and report this as a fault of migrate.");
      return new Result(MigrationJudgement.unjudged(subject), List.of(finding));
    }
  }

  /** A problem of the files as a finding. */
  static Finding finding(Problem problem, String file) {
    var line = problem.line();
    var hint = problem.hint();
    return new Finding(
        Rule.INVALID_MIGRATION,
        Rule.INVALID_MIGRATION.severity(),
        file,
        line == null ? 1 : line,
        1,
        problem.message(),
        hint == null ? "" : hint);
  }
}
