package io.schemamigration.runner.lint;

import io.schemamigration.core.analysis.Certainty;
import io.schemamigration.core.analysis.Finding;
import io.schemamigration.core.analysis.Judge;
import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.analysis.MigrationJudgement;
import io.schemamigration.core.analysis.Remark;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.analysis.Succession;
import io.schemamigration.core.source.Problem;
import io.schemamigration.core.source.read.Survey;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.window.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Judges the migrations of a source, several at a time; each judge stays with its thread. */
public final class Linter {
  /** So many migrations are worth another judge, which takes a while to get going. */
  private static final int WORTH_A_THREAD = 40;

  private static final int MOST_THREADS = 4;

  private final Supplier<Judge> judges;
  private final boolean ordered;
  private final Dialect dialect;

  /**
   * Asks for a judge in each thread that needs one.
   *
   * @param ordered whether one judge has to see all migrations, in order
   * @param dialect that they judge
   */
  public Linter(Supplier<Judge> judges, boolean ordered, Dialect dialect) {
    this.judges = judges;
    this.ordered = ordered;
    this.dialect = dialect;
  }

  /**
   * What there is to say about the wanted migrations, in their order. Whether they fit together is
   * told where all of them are judged: those between could make what a few seem to lack.
   *
   * @param wanted tells a file with statements; what isn't wanted is not judged
   */
  public List<Judged> judge(Survey survey, Predicate<String> wanted) {
    var subjects = new ArrayList<Subject>();
    for (var migration : survey.migrations()) {
      subjects.add(Subject.of(migration));
    }
    for (var repeatable : survey.repeatables()) {
      subjects.add(Subject.of(repeatable));
    }
    if (!ordered) {
      subjects.removeIf(subject -> !wanted.test(subject.file()));
    }
    boolean all = subjects.size() == survey.migrations().size() + survey.repeatables().size();
    var judged = judge(subjects, Unreadable.of(survey));
    if (all) {
      addAmong(subjects, survey.migrations().size(), judged);
    }
    judged.removeIf(migration -> !wanted.test(migration.file()));
    return judged;
  }

  private List<Judged> judge(List<Subject> subjects, Unreadable unreadable) {
    var judged = new Judged[subjects.size()];
    var next = new AtomicInteger();
    Callable<Void> work =
        () -> {
          var judging = new Judging(judges);
          for (int i = next.getAndIncrement(); i < judged.length; i = next.getAndIncrement()) {
            var subject = subjects.get(i);
            judged[i] =
                unreadable.has(subject.file())
                    ? judging.unreadable(subject)
                    : judging.judged(subject);
          }
          return null;
        };
    run(work, judged.length);
    return new ArrayList<>(List.of(judged));
  }

  /** Only the versioned ones have an order. */
  private void addAmong(List<Subject> subjects, int versioned, List<Judged> judged) {
    var steps = new ArrayList<Succession.Step>();
    for (int i = 0; i < versioned; i++) {
      var subject = subjects.get(i);
      steps.add(
          new Succession.Step(subject.file(), subject.statements(), judged.get(i).statements()));
    }
    var several = Succession.check(steps, dialect);
    if (several.isEmpty()) {
      return;
    }
    for (int i = 0; i < versioned; i++) {
      judged.set(i, judged.get(i).with(Weighing.among(several, subjects.get(i))));
    }
  }

  private void run(Callable<Void> work, int migrations) {
    int most = ordered ? 1 : Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
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
    private static final Remark UNJUDGED =
        new Remark(Rule.UNKNOWN_STATEMENT, 0, "the file wasn't judged", "");

    private final Supplier<Judge> judges;
    private Judge judge;

    Judging(Supplier<Judge> judges) {
      this.judges = judges;
      this.judge = judges.get();
    }

    Judged judged(Subject subject) {
      try {
        var judgement = MigrationJudgement.of(subject.file(), subject.statements(), judge);
        return new Judged(
            subject.name(),
            subject.file(),
            judgement.phase(),
            subject.declared(),
            judgement.certainty(),
            judgement.statements(),
            Weighing.of(subject, judgement));
      } catch (RuntimeException | StackOverflowError e) {
        judge = judges.get(); // nobody knows what state it is in, and this one knows less
        return failed(subject, e);
      }
    }

    /** One file that a judge can't bear must not hide what is wrong with the others. */
    private static Judged failed(Subject subject, Throwable why) {
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
      return unknown(subject, List.of(finding));
    }

    private static Judged unknown(Subject subject, List<Finding> findings) {
      return new Judged(
          subject.name(),
          subject.file(),
          Phase.OFFLINE,
          subject.declared(),
          Certainty.UNKNOWN,
          subject.statements().stream().map(statement -> Judgement.unknown(UNJUDGED)).toList(),
          findings);
    }

    /** What of it couldn't be read may do anything; why is told as a problem of the source. */
    Judged unreadable(Subject subject) {
      return unknown(subject, List.of());
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
