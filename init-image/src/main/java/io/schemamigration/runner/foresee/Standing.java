package io.schemamigration.runner.foresee;

import io.schemamigration.core.plan.DatabaseState;
import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Access;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.backfill.BatchPosition;
import io.schemamigration.runner.db.backfill.BatchRow;
import io.schemamigration.runner.db.ledger.History;
import io.schemamigration.runner.db.ledger.HistoryRow;
import io.schemamigration.runner.db.ledger.Ledger;
import io.schemamigration.runner.db.ledger.RunningRow;
import io.schemamigration.runner.db.ledger.RunningRow.Attempt;
import io.schemamigration.runner.db.ledger.WindowRow;
import io.schemamigration.runner.run.AppliedHistory;
import io.schemamigration.runner.tool.ToolTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is: what a run reads of it before it plans.
 *
 * @param row of the window; null where there is none
 * @param history oldest first
 * @param repeatables the rows of files that are run whenever they change
 * @param attempts that failed halfway outside of a transaction, and are the last ones of their
 *     version
 * @param positions of the backfills that are under way
 * @param foreign whether there are tables, and nothing says what was applied to them
 * @param others where that is so: the tables in which other tools note it
 */
public record Standing(
    @Nullable WindowRow row,
    List<HistoryRow> history,
    List<HistoryRow> repeatables,
    Map<Version, Attempt> attempts,
    SortedMap<Version, BatchPosition> positions,
    boolean foreign,
    List<ToolTable> others) {
  /** No database yet, or an empty one. */
  public static final Standing NOTHING =
      new Standing(null, List.of(), List.of(), Map.of(), new TreeMap<>(), false, List.of());

  /**
   * Reads, and changes nothing.
   *
   * @param told what it waits for
   */
  public static Standing read(Access access, Consumer<String> told) {
    try (var session = Session.openToRead(access, told)) {
      return session == null ? NOTHING : of(session, false);
    }
  }

  /**
   * Reads it.
   *
   * @param locked whether the window row is kept from other writers until the transaction ends
   */
  public static Standing of(Session session, boolean locked) {
    var ledger = new Ledger(session);
    boolean there = ledger.exists();
    var row = there ? ledger.row(locked) : null;
    boolean known = there || ledger.hasHistory();
    var history = known ? ledger.history() : List.<HistoryRow>of();
    boolean foreign = row == null && history.isEmpty() && ledger.othersExist();
    return new Standing(
        row,
        history,
        known ? new History(session).repeatables() : List.of(),
        attempts(session, history),
        positions(session, history),
        foreign,
        foreign ? ToolTable.in(session) : List.of());
  }

  /** The versions that were begun and aren't completed: outside of a transaction, or failed so. */
  public Set<Version> begun() {
    var begun = new HashSet<>(attempts.keySet());
    for (var past : history) {
      if (past.is(s -> s == HistoryStatus.RUNNING)) {
        begun.add(past.migration().version());
      }
    }
    return begun;
  }

  private static Map<Version, Attempt> attempts(Session session, List<HistoryRow> history) {
    var last = new LinkedHashMap<Version, HistoryStatus>();
    history.forEach(past -> last.put(past.migration().version(), past.migration().status()));
    var attempts = new HashMap<Version, Attempt>();
    for (var past : last.entrySet()) {
      if (past.getValue() == HistoryStatus.FAILED) {
        var attempt = new RunningRow(session).failed(past.getKey());
        if (attempt != null) {
          attempts.put(past.getKey(), attempt);
        }
      }
    }
    return attempts;
  }

  private static SortedMap<Version, BatchPosition> positions(
      Session session, List<HistoryRow> history) {
    var positions = new TreeMap<Version, BatchPosition>();
    for (var past : history) {
      if (past.is(s -> s == HistoryStatus.RUNNING)) {
        var version = past.migration().version();
        var position = new BatchRow(session).running(version);
        if (position != null) {
          positions.put(version, position);
        }
      }
    }
    return positions;
  }

  /** The history, as it is asked about. */
  public AppliedHistory past() {
    return new AppliedHistory(history);
  }

  /** What a plan depends on. */
  public DatabaseState state() {
    return new DatabaseState(
        past().migrations(),
        row == null
            ? null
            : new DatabaseState.Row(row.window(), row.pending(), row.owner() != null));
  }

  /** The window; the empty one where there is no row. */
  public CompatibilityWindow window() {
    return row == null ? CompatibilityWindow.EMPTY : row.window();
  }

  /** The checksum with which each repeatable file was last run. */
  Map<String, String> repeated() {
    var repeated = new HashMap<String, String>();
    for (var file : repeatables) {
      repeated.put(file.name(), String.valueOf(file.checksum()));
    }
    return repeated;
  }
}
