package io.schemamigration.operator.observation;

import io.fabric8.kubernetes.api.model.Condition;
import io.schemamigration.api.v1alpha1.SchemaMigrationStatus;
import io.schemamigration.api.v1alpha1.StepStatus;
import io.schemamigration.api.v1alpha1.WindowStatus;
import io.schemamigration.core.report.Outcome;
import io.schemamigration.core.report.StepName;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the status of a SchemaMigration into types, and writes it from them: nobody else does. */
public final class StatusMapping {
  private StatusMapping() {}

  /**
   * What the status only shows.
   *
   * @param generation of the spec that it speaks of
   * @param owner as the database knows it
   * @param inUse workloads behind the gate
   * @param held how many of them are held
   * @param digest of the files as they are now; null where they can't be read
   */
  public record Shown(
      long generation,
      String owner,
      List<String> inUse,
      int held,
      List<Condition> conditions,
      @Nullable String digest) {}

  /**
   * What the status remembers; nothing for null.
   *
   * @throws IllegalStateException when this operator doesn't understand it: a newer one wrote it
   */
  public static RecordedStatus read(@Nullable SchemaMigrationStatus status) {
    if (status == null) {
      return RecordedStatus.NOTHING;
    }
    return new RecordedStatus(
        status.window() == null ? null : window(status.window()),
        status.step() == null ? null : step(status.step()),
        status.lastFailure(),
        status.appliedVersion(),
        status.appliedDigest(),
        status.pending() == null ? List.of() : status.pending(),
        status.approval(),
        status.blockedBy() == null ? List.of() : status.blockedBy(),
        instant(status.unblockedSince()),
        instant(status.nextWindow()),
        status.pods() == null ? List.of() : status.pods());
  }

  /** The whole status. */
  public static SchemaMigrationStatus write(Shown shown, RecordedStatus recorded) {
    return new SchemaMigrationStatus(
        shown.generation(),
        shown.owner(),
        shown.inUse(),
        shown.held(),
        shown.conditions(),
        shown.digest(),
        recorded.appliedVersion(),
        recorded.appliedDigest(),
        recorded.window() == null ? null : window(recorded.window()),
        recorded.pending().isEmpty() ? null : recorded.pending(),
        recorded.approval(),
        recorded.blockedBy().isEmpty() ? null : recorded.blockedBy(),
        text(recorded.unblockedSince()),
        text(recorded.nextWindow()),
        recorded.step() == null ? null : step(recorded.step()),
        recorded.lastFailure(),
        recorded.pods().isEmpty() ? null : recorded.pods());
  }

  // ---- the window -------------------------------------------------------------------------------

  private static CompatibilityWindow window(WindowStatus status) {
    return new CompatibilityWindow(
        Version.of(status.minimum()), Version.of(status.maximum()), version(status.claim()));
  }

  private static WindowStatus window(CompatibilityWindow window) {
    var range = window.effectiveMinimum() + ".." + window.maximum();
    return new WindowStatus(
        window.minimum().toString(), window.maximum().toString(), text(window.claim()), range);
  }

  // ---- the step ---------------------------------------------------------------------------------

  private static Step step(StepStatus status) {
    var attempt =
        new Step.Attempt(
            new Step.Token(status.number(), status.id()),
            status.job(),
            status.digest(),
            Version.of(status.version()),
            status.generation(),
            status.attempt(),
            Instant.parse(status.startedAt()),
            ending(status));
    var name = StepName.parse(status.name()).orElseThrow(() -> unknown("name", status.name()));
    return switch (name) {
      case EXPAND ->
          new Step.Expand(
              attempt, Boolean.TRUE.equals(status.firstInstall()), version(status.knownMinimum()));
      case CLAIM -> new Step.Claim(attempt, claimed(status));
      case CONTRACT ->
          new Step.Contract(attempt, claimed(status), needed("claimId", status.claimId()));
      case WITHDRAW -> new Step.Withdraw(attempt, version(status.claim()), status.why());
      case DOWN -> throw unknown("name", status.name());
    };
  }

  private static Step.Claimed claimed(StepStatus status) {
    return new Step.Claimed(Version.of(needed("claim", status.claim())), status.approve());
  }

  private static Step.@Nullable Ending ending(StepStatus status) {
    var outcome = status.outcome();
    if (outcome == null) {
      return null;
    }
    return new Step.Ending(
        Outcome.parse(outcome).orElseThrow(() -> unknown("outcome", outcome)),
        Instant.parse(needed("finishedAt", status.finishedAt())),
        instant(status.nextAttemptAt()));
  }

  private static StepStatus step(Step step) {
    var attempt = step.attempt();
    var ending = attempt.ending();
    var claimed = claimed(step);
    return new StepStatus(
        step.name().text(),
        attempt.token().number(),
        attempt.token().id(),
        attempt.job(),
        attempt.digest(),
        attempt.version().toString(),
        claimed == null ? null : claimed.version().toString(),
        step instanceof Step.Contract contract ? contract.claimId() : null,
        claimed == null ? null : claimed.approved(),
        (step instanceof Step.Expand expand && expand.firstInstall()) ? true : null,
        step instanceof Step.Expand expand ? text(expand.knownMinimum()) : null,
        step instanceof Step.Withdraw withdraw ? withdraw.why() : null,
        attempt.generation(),
        attempt.number(),
        attempt.startedAt().toString(),
        ending == null ? null : ending.outcome().text(),
        ending == null ? null : ending.finishedAt().toString(),
        ending == null ? null : text(ending.nextAttemptAt()));
  }

  private static Step.@Nullable Claimed claimed(Step step) {
    return switch (step) {
      case Step.Expand _ -> null;
      case Step.Claim claim -> claim.claimed();
      case Step.Contract contract -> contract.claimed();
      case Step.Withdraw(var _, var version, var _) ->
          version == null ? null : new Step.Claimed(version, null);
    };
  }

  // ---- words ------------------------------------------------------------------------------------

  private static String needed(String field, @Nullable String value) {
    if (value == null) {
      throw unknown(field, "missing");
    }
    return value;
  }

  private static IllegalStateException unknown(String field, String value) {
    return new IllegalStateException(
        "status.step."
            + field
            + " is "
            + value
            + ", which this operator doesn't understand: run the version that wrote it");
  }

  private static @Nullable Version version(@Nullable String text) {
    return text == null ? null : Version.of(text);
  }

  private static @Nullable Instant instant(@Nullable String text) {
    return text == null ? null : Instant.parse(text);
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
