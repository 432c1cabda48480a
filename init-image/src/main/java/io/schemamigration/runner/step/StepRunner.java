package io.schemamigration.runner.step;

import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.LockWaits;
import io.schemamigration.core.report.Outcome;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.report.Report;
import io.schemamigration.core.report.StepName;
import io.schemamigration.core.report.Timing;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.runner.db.DatabaseException;
import io.schemamigration.runner.db.Opening;
import io.schemamigration.runner.db.Pause;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.end.MigrationFailedException;
import io.schemamigration.runner.end.PassingException;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.judge.Memory;
import io.schemamigration.runner.run.BeforeBreaking;
import io.schemamigration.runner.run.BeforeFirst;
import io.schemamigration.runner.run.Elapsed;
import io.schemamigration.runner.run.Heartbeat;
import io.schemamigration.runner.run.Progress;
import io.schemamigration.runner.run.RunState;
import io.schemamigration.runner.run.Source;
import io.schemamigration.runner.run.StepRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs a step from connect to report. When the connection is lost it reconnects and starts over:
 * what was applied is read from the history, never assumed, so that a COMMIT whose answer was lost
 * is neither repeated nor forgotten.
 */
public final class StepRunner {
  private static final int CONNECTIONS = 4;
  private static final Duration RECONNECT = Duration.ofMillis(700);

  private final Opening opening;
  private final StepRequest request;
  private final List<SourceFile> files;
  private final Progress progress;
  private final RunState run = new RunState();
  private Memory memory = Memory.NONE;
  private final long start = System.nanoTime();

  /**
   * Prepares a run.
   *
   * @param opening the connection, which stays the caller's to close where the run didn't ask for
   *     it
   * @param files of the migrations; not looked at by claim and withdraw
   */
  public StepRunner(
      Opening opening, StepRequest request, List<SourceFile> files, Progress progress) {
    this.opening = opening;
    this.request = request;
    this.files = files;
    this.progress = progress;
  }

  /** Has something done before the first migration, if there is one to apply or to roll back. */
  public StepRunner beforehand(BeforeFirst beforehand) {
    run.beforehand = beforehand;
    return this;
  }

  /** Has it look into the memory of the person who runs it. */
  public StepRunner remembering(Memory memory) {
    this.memory = memory;
    return this;
  }

  /**
   * Has a person warned of what older code may not survive, before it is applied to a database in
   * use.
   */
  public StepRunner beforeBreaking(BeforeBreaking listener) {
    run.beforeBreaking = listener;
    return this;
  }

  /** Runs it; never throws for what a person or the cluster can cause. */
  public Report run() {
    try (var pulse = new Heartbeat(progress)) {
      run.pulse = pulse;
      var source =
          needsFiles()
              ? Source.of(files, opening.dialect(), request.digest()).remembering(memory)
              : null;
      remembering(source);
      var outcome =
          run.applied.isEmpty() && run.repeated.isEmpty() && !aboutClaim()
              ? Outcome.NOTHING_TO_DO
              : Outcome.COMPLETED;
      return report(outcome, source == null ? request.digest() : source.digest(), null);
    } catch (RefusedException e) {
      return report(Outcome.REFUSED, request.digest(), e.failure());
    } catch (MigrationFailedException e) {
      return report(Outcome.FAILED, request.digest(), e.failure());
    } catch (PassingException e) {
      return report(Outcome.RETRY, request.digest(), e.failure());
    } catch (DatabaseException e) {
      return report(Outcome.FAILED, request.digest(), failure(e));
    }
  }

  private boolean aboutClaim() {
    return request.step() == StepName.CLAIM || request.step() == StepName.CONTRACT;
  }

  private boolean needsFiles() {
    return request.step() != StepName.CLAIM && request.step() != StepName.WITHDRAW;
  }

  private void remembering(@Nullable Source source) {
    try {
      persistently(source);
    } finally {
      if (source != null) {
        source.judge().keep();
      }
    }
  }

  private void persistently(@Nullable Source source) {
    for (int connection = 1; ; connection++) {
      try {
        once(source);
        return;
      } catch (PassingException e) {
        if (!e.connectionLost() || connection == CONNECTIONS) {
          throw e;
        }
        progress.tell("reconnecting: " + e.getMessage());
        Pause.of(RECONNECT.multipliedBy(connection));
      }
    }
  }

  private void once(@Nullable Source source) {
    long connecting = System.nanoTime();
    try (var session = opening.session()) {
      run.connectMillis += Elapsed.millisSince(connecting);
      try {
        step(session, source);
      } finally {
        session.rollback();
      }
    }
  }

  /** No switch over them: it would take a start longer than all else here (JDK 25). */
  private void step(Session session, @Nullable Source source) {
    if (request instanceof StepRequest.Expand expand) {
      new ExpandStep(in(session, expand), Objects.requireNonNull(source)).execute();
    } else if (request instanceof StepRequest.Contract contract) {
      new ContractStep(in(session, contract), Objects.requireNonNull(source)).execute();
    } else if (request instanceof StepRequest.Claim claim) {
      new ClaimStep(in(session, claim)).execute();
    } else if (request instanceof StepRequest.Withdraw withdraw) {
      ClaimStep.withdraw(in(session, withdraw));
    } else {
      var down = (StepRequest.Down) request;
      new DownStep(in(session, down), Objects.requireNonNull(source)).execute();
    }
  }

  private <R extends StepRequest> StepContext<R> in(Session session, R asked) {
    return StepContext.of(session, asked, run, progress);
  }

  private static Failure failure(DatabaseException e) {
    var said = e.failure();
    var hint =
        said.hint() != null
            ? said.hint()
            : "Check the rights of the user and the state of the database.";
    return Failure.at(null)
        .sqlState(said.state())
        .failure(Reason.MIGRATION_FAILED, String.valueOf(said.getMessage()), hint);
  }

  private Report report(Outcome outcome, @Nullable String digest, @Nullable Failure failure) {
    return new Report(
        request.step(),
        outcome,
        run.number,
        digest,
        run.window,
        run.applied,
        run.pending,
        run.blocked,
        failure,
        new LockWaits(run.lockWaits, run.lockWaitedMillis),
        new Timing(run.connectMillis, run.migrationsMillis, Elapsed.millisSince(start)),
        run.warnings);
  }
}
