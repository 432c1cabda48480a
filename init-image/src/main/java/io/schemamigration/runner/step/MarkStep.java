package io.schemamigration.runner.step;

import io.schemamigration.core.plan.AppliedVersions;
import io.schemamigration.core.plan.DownPlanner;
import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.plan.Planner;
import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.sql.words.MadeObjects;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.backfill.BatchRow;
import io.schemamigration.runner.db.ledger.History;
import io.schemamigration.runner.db.ledger.HistoryRow;
import io.schemamigration.runner.db.ledger.Ledger;
import io.schemamigration.runner.db.ledger.RunningRow;
import io.schemamigration.runner.db.ledger.WindowRow;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.run.AppliedHistory;
import io.schemamigration.runner.run.Authority;
import io.schemamigration.runner.run.HistoryMetadata;
import io.schemamigration.runner.run.ObjectLook;
import io.schemamigration.runner.run.Progress;
import io.schemamigration.runner.run.RunState;
import io.schemamigration.runner.run.WindowGuard;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings the history into line with what someone did by hand. No statement of a migration is run;
 * each is one transaction that checks and moves the window row. Repeated, it changes nothing more.
 */
public final class MarkStep {
  private final Session session;
  private final Ledger ledger;
  private final Authority request;
  private final MigrationSource source;
  private final RunState run = new RunState();
  private final WindowGuard entry;
  private final Progress progress;

  /**
   * Prepares it.
   *
   * @param override why an owner's gate is passed by, or null
   */
  public MarkStep(
      Session session, MigrationSource source, @Nullable String override, Progress progress) {
    this.session = session;
    this.ledger = new Ledger(session);
    this.request = new Authority.Upkeep(override);
    this.source = source;
    this.entry = new WindowGuard(request, run);
    this.progress = progress;
  }

  /**
   * A migration is no longer in the database.
   *
   * @return the window without it
   * @throws RefusedException when it is neither applied nor left halfway, or a reason is missing
   */
  public CompatibilityWindow undone(Version version) {
    var row = begin("code that needs migration " + version + " may be running");
    if (status(version) == HistoryStatus.ROLLED_BACK) {
      return row.window();
    }
    tellPosition(version);
    var metadata = "{\"rollback\": " + new HistoryMetadata(request, run).text() + "}";
    if (!new History(session).undone(version, metadata)) {
      throw new RefusedException(
          Reason.VERSION_UNKNOWN,
          "migration " + version + " is neither applied nor left halfway",
          "See migrate history.");
    }
    var left = new AppliedHistory(ledger.history()).migrations();
    var window = DownPlanner.windowAfter(row.window(), source, left, version);
    var pending = DownPlanner.pending(source, left).stream().map(Migration::version).toList();
    ledger.move(window.minimum(), window.maximum(), List.copyOf(pending), source.digest());
    session.commit();
    return window;
  }

  /**
   * A migration is in the database, though no run of ours applied it.
   *
   * @param why the history keeps it
   * @param sure whether it counts though something that its file creates is missing
   * @return the window with it
   * @throws RefusedException when it has no file, depends on what isn't applied, or seems not to be
   *     there; or a reason is missing
   */
  public CompatibilityWindow applied(Version version, String why, boolean sure) {
    var row = begin("code that doesn't know migration " + version + " may be running");
    var migration = source.find(version);
    if (migration == null) {
      throw new RefusedException(
          Reason.VERSION_UNKNOWN,
          "there is no file of version " + version,
          "migrate status shows the versions.");
    }
    var before = AppliedVersions.of(new AppliedHistory(ledger.history()).migrations());
    if (before.has(version)) {
      return row.window();
    }
    refuseDependent(migration, before);
    if (!sure) {
      refuseMissing(migration);
    }
    record(migration, why);
    var history = new AppliedHistory(ledger.history()).migrations();
    var asApplied = Planner.windowOf(source, history);
    var window = row.window().raised(asApplied.minimum(), asApplied.maximum());
    var pending = DownPlanner.pending(source, history).stream().map(Migration::version).toList();
    ledger.move(window.minimum(), window.maximum(), pending, source.digest());
    session.commit();
    return window;
  }

  private static void refuseDependent(Migration migration, AppliedVersions before) {
    for (var needed : migration.dependsOn()) {
      if (!before.has(needed)) {
        throw new RefusedException(
            Reason.VERSION_UNREACHABLE,
            migration.file() + " depends on " + needed + ", which isn't applied",
            "Apply that first, or record that it is applied, too.");
      }
    }
  }

  private void refuseMissing(Migration migration) {
    var look = new ObjectLook(session);
    var made = new MadeObjects(session.dialect()).add(migration.file(), migration.up());
    for (var entry : made.there().entrySet()) {
      if (!look.exists(entry.getKey())) {
        throw new RefusedException(
            Failure.at(migration.file())
                .line(entry.getValue().line())
                .failure(
                    Reason.NEEDS_APPROVAL,
                    entry.getKey() + ", which the file creates, isn't in the database",
                    "migrate up applies the file. If it counts as applied nevertheless: --yes."));
      }
    }
  }

  /** One that was left halfway is complete now. */
  private void record(Migration migration, String why) {
    var version = migration.version();
    var json = new JsonWriter();
    json.beginObject().name("markedApplied").beginObject().member("reason", why);
    json.member("overrideOwner", request.override());
    var metadata = json.endObject().endObject().toString();
    if (status(version) == HistoryStatus.RUNNING) {
      new RunningRow(session).completed(version, 0);
      new History(session).accepted(version, migration.checksum(), metadata);
    } else {
      var row = HistoryRow.of(migration, HistoryStatus.COMPLETED, migration.up().size());
      new History(session).add(row.saying(null, metadata));
    }
  }

  /** What a backfill has done stays, and is forgotten when it begins again. */
  private void tellPosition(Version version) {
    var positions = new BatchRow(session);
    var running = positions.running(version);
    var position = running != null ? running : positions.failed(version);
    if (position != null) {
      progress.tell(
          "backfill of "
              + position.of()
              + ", statement "
              + position.statement()
              + ": "
              + position.words()
              + "; these rows stay, and the next run starts again");
    }
  }

  /** What the last attempt at it came to. */
  private @Nullable HistoryStatus status(Version version) {
    @Nullable HistoryStatus status = null;
    for (var row : ledger.history()) {
      status = row.migration().version().equals(version) ? row.migration().status() : status;
    }
    return status;
  }

  /**
   * A file is taken as it is now, though another was applied.
   *
   * @param why the history keeps it
   * @throws RefusedException when it isn't applied, has no file, or a reason is missing
   */
  public void accepted(Version version, String why) {
    begin("its SchemaMigration refuses a file that was edited");
    var migration = source.find(version);
    if (migration == null) {
      throw new RefusedException(
          Reason.VERSION_UNKNOWN,
          "there is no file of version " + version,
          "migrate status shows the versions.");
    }
    var metadata = new JsonWriter();
    metadata.beginObject().name("acceptedChecksum").beginObject().member("reason", why);
    metadata.member("before", checksum(version)).member("overrideOwner", request.override());
    var text = metadata.endObject().endObject().toString();
    if (!new History(session).accepted(version, migration.checksum(), text)) {
      throw new RefusedException(
          Reason.VERSION_UNKNOWN,
          "migration " + version + " isn't applied: it has no checksum",
          "See migrate history.");
    }
    session.commit();
  }

  private @Nullable String checksum(Version version) {
    @Nullable String checksum = null;
    for (var row : ledger.history()) {
      boolean there = row.migration().version().equals(version) && row.is(HistoryStatus::applied);
      checksum = there ? row.migration().checksum() : checksum;
    }
    return checksum;
  }

  private WindowRow begin(String danger) {
    session.lock(progress::tell, () -> false);
    session.begin(progress::tell);
    var row = ledger.exists() ? ledger.row(true) : null;
    if (row == null) {
      throw new RefusedException(
          Reason.VERSION_UNREACHABLE,
          "the database has no history of migrations",
          "See migrate status.");
    }
    entry.needsReason(row, danger);
    entry.take(ledger, row);
    return row;
  }
}
