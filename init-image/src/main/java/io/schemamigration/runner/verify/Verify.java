package io.schemamigration.runner.verify;

import io.schemamigration.core.report.ExitCode;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Access;
import io.schemamigration.runner.db.DatabaseException;
import io.schemamigration.runner.db.Pause;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.ledger.Ledger;
import io.schemamigration.runner.db.ledger.VersionFacts;
import io.schemamigration.runner.end.PassingException;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.run.Progress;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Lets code start only when its schema exists. Waits while that is a matter of time; fails at once
 * when the schema has moved past the code. Asks the database itself, and depends on nothing else.
 */
public final class Verify {
  private static final int POLL_MILLIS = 700;
  private static final int JITTER_MILLIS = 600;
  private static final Duration TOLD_EVERY = Duration.ofSeconds(30);

  private final Access access;
  private final Version version;
  private final @Nullable String owner;
  private final Duration timeout;
  private final Progress progress;

  /**
   * Prepares the question.
   *
   * @param version what the code was built for; {@link Version#NONE} when it doesn't say
   * @param owner who has to own the window, cluster uid/namespace/name, {@code *} for any cluster;
   *     null for anybody
   */
  public Verify(
      Access access, Version version, @Nullable String owner, Duration timeout, Progress progress) {
    this.access = access;
    this.version = version;
    this.owner = owner;
    this.timeout = timeout;
    this.progress = progress;
  }

  /** What the window says to this code. */
  sealed interface Answer {
    /** May start. */
    record Fits(String why) implements Answer {}

    /** Has to wait. */
    record Waits(String why) implements Answer {}

    /** Must not start, now or later. */
    record Refused(String why) implements Answer {}
  }

  /** Asks until there is an answer that stays, or the time is up. */
  public ExitCode run() {
    long start = System.nanoTime();
    var last = "";
    long toldAt = 0;
    while (true) {
      var answer = ask();
      var waited = Duration.ofNanos(System.nanoTime() - start);
      if (answer
          instanceof Answer.Fits(String why)) { // a switch over them would take 20 ms (JDK 25)
        progress.tell(why);
        return ExitCode.DONE;
      }
      if (answer instanceof Answer.Refused(String why)) {
        progress.tell("refused: " + why);
        return ExitCode.REFUSED;
      }
      if (answer instanceof Answer.Waits(String why)
          && (!why.equals(last) || waited.toMillis() - toldAt >= TOLD_EVERY.toMillis())) {
        progress.tell(
            "waits: " + why + (waited.toSeconds() > 0 ? " (" + waited.toSeconds() + " s)" : ""));
        last = why;
        toldAt = waited.toMillis();
      }
      if (waited.compareTo(timeout) >= 0) {
        progress.tell("gave up after " + timeout.toSeconds() + " s");
        return ExitCode.TIMED_OUT;
      }
      Pause.of(
          Duration.ofMillis(POLL_MILLIS + ThreadLocalRandom.current().nextLong(JITTER_MILLIS)));
    }
  }

  private Answer ask() {
    try (var session = Session.openToRead(access)) {
      if (session == null) {
        return new Answer.Waits("there is no database " + access + " yet");
      }
      if (session.standby()) {
        return new Answer.Waits(
            access + " is a standby, which may not know yet what the primary forbids");
      }
      var ledger = new Ledger(session);
      return judge(read(ledger));
    } catch (PassingException e) {
      return new Answer.Waits(String.valueOf(e.getMessage()));
    } catch (RefusedException e) {
      return new Answer.Waits(String.valueOf(e.getMessage())); // a password may be on its way
    } catch (DatabaseException e) {
      return new Answer.Waits(String.valueOf(e.getMessage()));
    }
  }

  /** One round trip where the tables exist; where they don't, the database says so. */
  private @Nullable VersionFacts read(Ledger ledger) {
    try {
      return ledger.facts(version);
    } catch (DatabaseException e) {
      if (ledger.exists()) {
        throw e;
      }
      return null;
    }
  }

  private Answer judge(@Nullable VersionFacts found) {
    if (found == null) {
      return new Answer.Waits("no migration has been applied to " + access + " yet");
    }
    var row = found.row();
    if (!owns(row.owner())) {
      return new Answer.Refused("the database is migrated by " + row.owner() + ", not by " + owner);
    }
    var window = row.window();
    if (version.isBelow(window.minimum())) {
      return new Answer.Refused(tooOld(window.minimum()));
    }
    var claim = window.claim();
    if (claim != null && version.isBelow(claim)) {
      return row.claimFirm()
          ? new Answer.Refused(tooOld(claim))
          : new Answer.Waits(
              "contract migration " + claim + " is about to be applied, and this code is older");
    }
    if (version.isAbove(window.maximum())) {
      return new Answer.Waits(
          "needs schema " + version + ", the database is at " + window.maximum());
    }
    if (found.halfDone()) {
      return new Answer.Waits(
          "migration " + version + " has begun, but isn't done (see migrate status)");
    }
    if (!found.known()) {
      return new Answer.Waits(
          "schema " + version + " isn't a migration that this database has ever seen");
    }
    return new Answer.Fits(
        "schema "
            + version
            + " is present (window "
            + window.minimum()
            + ".."
            + window.maximum()
            + ")");
  }

  private String tooOld(Version minimum) {
    return "this code was built for schema "
        + version
        + ", but a contract migration removed what it needs: deploy a build for schema "
        + minimum
        + " or newer";
  }

  private boolean owns(@Nullable String actual) {
    if (owner == null || actual == null) {
      return owner == null || actual == null;
    }
    return owner.startsWith("*/")
        ? actual.substring(actual.indexOf('/') + 1).equals(owner.substring("*/".length()))
        : actual.equals(owner);
  }
}
