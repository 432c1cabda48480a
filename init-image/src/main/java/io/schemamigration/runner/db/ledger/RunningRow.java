package io.schemamigration.runner.db.ledger;

import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Session;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The history row of a migration outside of a transaction, which is written as it proceeds. */
public final class RunningRow {
  private static final String SENT = "sent";

  private final Session session;
  private final HistoryTable table;

  /** The row as that session reaches it. */
  public RunningRow(Session session) {
    this.session = session;
    this.table = new HistoryTable(session.sql());
  }

  /** How far it has come. */
  public void reached(Version version, int statement) {
    table.reached(version, statement).update(session);
  }

  /** It has come one statement further; false where another run did that, or has ended it. */
  public boolean advanced(Version version, int statement) {
    return table.advanced(version, statement).update(session) == 1;
  }

  /** A statement is about to be run that commits by itself. */
  public void send(Version version, int statement) {
    put(version, SENT, "{\"statement\": " + statement + "}");
  }

  /** Whether that was noted of a statement. */
  public boolean sent(Version version, int statement) {
    var row = members(version, HistoryStatus.RUNNING, SENT, List.of("statement"));
    return row != null && String.valueOf(statement).equals(row[0]);
  }

  /** It is done; false where another run has ended it. */
  public boolean completed(Version version, long millis) {
    return table.completed(version, millis).update(session) == 1;
  }

  /**
   * How many of its statements are done, as the history has it now; all of them where it is
   * completed, and null where it isn't begun, or ended otherwise.
   */
  public @Nullable Integer done(Version version) {
    var rows = table.last(version, List.of(HistoryColumn.STATEMENT.toString())).query(session);
    if (rows.isEmpty()) {
      return null;
    }
    var row = rows.getFirst();
    if (HistoryStatus.COMPLETED.text().equals(row[0])) {
      return Integer.MAX_VALUE;
    }
    boolean running = HistoryStatus.RUNNING.text().equals(row[0]);
    return running ? Integer.valueOf(String.valueOf(row[1])) : null;
  }

  /**
   * It ended in an error.
   *
   * @param metadata JSON that is added to the row's own; {@code done} is {@link
   *     Attempt#fingerprint}
   */
  public void failed(Version version, long millis, String error, String metadata) {
    table.failed(version, millis, error, metadata).update(session);
  }

  /** The last attempt at that version, if it failed halfway; else null. */
  public @Nullable Attempt failed(Version version) {
    var row =
        last(
            version,
            HistoryStatus.FAILED,
            List.of(HistoryColumn.STATEMENT.toString(), table.member("done")));
    return row == null || row[1] == null
        ? null
        : new Attempt(Integer.parseInt(String.valueOf(row[0])), row[1]);
  }

  /**
   * An attempt that failed.
   *
   * @param statements that it had done
   * @param fingerprint of those
   */
  public record Attempt(int statements, String fingerprint) {}

  /**
   * Members of an object in the metadata of the last attempt, if that is in this state; else null.
   */
  public @Nullable String @Nullable [] members(
      Version version, HistoryStatus status, String object, List<String> members) {
    return last(version, status, members.stream().map(m -> table.member(object, m)).toList());
  }

  private @Nullable String @Nullable [] last(
      Version version, HistoryStatus status, List<String> expressions) {
    var rows = table.last(version, expressions).query(session);
    if (rows.isEmpty() || !status.text().equals(rows.getFirst()[0])) {
      return null;
    }
    return Arrays.copyOfRange(rows.getFirst(), 1, rows.getFirst().length);
  }

  /** Puts an object into its metadata; false where it is no longer under way. */
  public boolean put(Version version, String object, String json) {
    return table.member(version, object, json).update(session) == 1;
  }
}
