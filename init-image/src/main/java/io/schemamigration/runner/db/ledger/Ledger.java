package io.schemamigration.runner.db.ledger;

import io.schemamigration.core.plan.AppliedMigration;
import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Host;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.Sql;
import io.schemamigration.runner.db.Token;
import io.schemamigration.runner.db.WindowRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The two tables in a database, in words of the domain. Writes belong into a transaction that the
 * caller holds.
 */
public final class Ledger {
  private static final Set<String> KNOWN =
      java.util.Arrays.stream(HistoryStatus.values())
          .map(s -> s.name().toLowerCase(Locale.ROOT))
          .collect(Collectors.toSet());

  private final Session session;
  private final Sql sql;

  /** The tables as that session reaches them. */
  public Ledger(Session session) {
    this.session = session;
    this.sql = session.sql();
  }

  /** Whether both tables are there. */
  public boolean exists() {
    var row = session.query(sql.tablesExist()).getFirst();
    return "true".equals(row[0]) && "true".equals(row[1]);
  }

  /** Whether the history has the migration as applied. */
  public boolean isApplied(Version version) {
    return !session
        .query(
            "SELECT 1 FROM "
                + sql.history()
                + " WHERE version = ? AND status IN ('completed', 'baselined')",
            version.toString())
        .isEmpty();
  }

  /** Whether the history is there, if without the window. */
  public boolean hasHistory() {
    return "true".equals(session.query(sql.tablesExist()).getFirst()[0]);
  }

  /** Whether the schema holds tables or views that aren't ours. */
  public boolean othersExist() {
    return "true".equals(session.query(sql.othersExist()).getFirst()[0]);
  }

  /** Makes what isn't there. */
  public void create() {
    session.update(sql.createHistory());
    session.update(sql.createIndex());
    session.update(sql.createWindow());
  }

  /**
   * The window row, or null; {@code locked} keeps other writers away until the transaction ends.
   */
  public @Nullable WindowRow row(boolean locked) {
    var rows =
        session.query(
            "SELECT "
                + WindowRow.columns(sql)
                + " FROM "
                + sql.window()
                + (locked ? sql.lockRow() : ""));
    return rows.isEmpty() ? null : WindowRow.read(rows.getFirst());
  }

  /** The whole history, oldest first. */
  public List<HistoryRow> history() {
    var found = new ArrayList<HistoryRow>();
    for (var row :
        session.query(
            "SELECT version, description, phase, checksum, status, applied_at, execution_time_ms, applied_by,"
                + " statement, error_message FROM "
                + sql.history()
                + " ORDER BY id")) {
      var status = text(row[4]);
      if (KNOWN.contains(status) && !RepeatableRows.isName(text(row[0]))) {
        found.add(
            new HistoryRow(
                new AppliedMigration(
                    Version.of(text(row[0])),
                    text(row[1]),
                    row[2] == null ? null : Phase.parse(row[2]).orElse(null),
                    row[3],
                    HistoryStatus.valueOf(status.toUpperCase(Locale.ROOT))),
                row[5],
                row[6] == null ? null : Long.valueOf(row[6]),
                row[7],
                Integer.parseInt(text(row[8])),
                row[9]));
      }
    }
    return found;
  }

  /** Makes the row, for the first step of all. */
  public void born(Token token, CompatibilityWindow window, @Nullable String owner) {
    session.update(
        "INSERT INTO "
            + sql.window()
            + " (id, minimum, maximum, step_number, step_id, owner) VALUES (1, ?, ?, ?, ?, ?)",
        window.minimum().toString(),
        window.maximum().toString(),
        token.number(),
        token.id(),
        owner);
  }

  /** Puts the token into the row; the owner, too, where there was none. */
  public void take(Token token, @Nullable String owner) {
    session.update(
        "UPDATE "
            + sql.window()
            + " SET step_number = ?, step_id = ?, owner = COALESCE(owner, ?), updated_at = "
            + sql.now(),
        token.number(),
        token.id(),
        owner);
  }

  /** Writes the ends of the window and what is announced. */
  public void move(
      Version minimum, Version maximum, Collection<Version> pending, @Nullable String digest) {
    var announced =
        pending.stream()
            .filter(v -> !v.isAbove(maximum))
            .sorted()
            .map(Version::toString)
            .collect(Collectors.joining(" "));
    session.update(
        "UPDATE "
            + sql.window()
            + " SET minimum = ?, maximum = ?, pending = ?, digest = COALESCE(?, digest), updated_at = "
            + sql.now(),
        minimum.toString(),
        maximum.toString(),
        announced,
        digest);
  }

  /** Announces a contract migration; the claim expires by the database's clock. */
  public void claim(Version claim) {
    session.update(
        "UPDATE "
            + sql.window()
            + " SET claim = ?, claim_firm = "
            + bool(false)
            + ", claim_expires_at = "
            + sql.claimEnd(),
        claim.toString());
  }

  /** From here on the claim doesn't expire. */
  public void firm() {
    session.update("UPDATE " + sql.window() + " SET claim_firm = " + bool(true));
  }

  /** Takes the claim away. */
  public void unclaim() {
    session.update(
        "UPDATE "
            + sql.window()
            + " SET claim = NULL, claim_firm = "
            + bool(false)
            + ", claim_expires_at = NULL");
  }

  private String bool(boolean value) {
    return switch (session.dialect()) {
      case POSTGRESQL -> Boolean.toString(value);
      case SQLITE -> value ? "1" : "0";
    };
  }

  /** Notes a migration in the history. */
  public void record(
      Migration migration,
      String status,
      long millis,
      int statement,
      @Nullable String error,
      String metadata) {
    new History(session)
        .note(
            new History.Note(
                migration.version().toString(),
                migration.description(),
                migration.phase(),
                migration.checksum(),
                status,
                millis,
                statement,
                error,
                metadata));
  }

  /** Notes everything up to a version as there before the runner came. */
  public void baseline(Version version, String description, String metadata) {
    session.update(
        "INSERT INTO "
            + sql.history()
            + " (version, description, status, applied_by, hostname, metadata) VALUES (?, ?, 'baselined', ?, ?, ?)",
        version.toString(),
        description,
        System.getProperty("user.name", "unknown"),
        Host.name(),
        metadata);
  }

  /** Lets a role read the window, so that verify can use other credentials. */
  public void grant(String role) {
    var name = role.equalsIgnoreCase("PUBLIC") ? "PUBLIC" : Sql.quote(role);
    session.update("GRANT SELECT ON " + sql.window() + ", " + sql.history() + " TO " + name);
  }

  /** Everything verify asks, in one round trip; null where there is no row. */
  public @Nullable Verification verification(Version version) {
    var rows =
        session.query(
            "SELECT "
                + WindowRow.columns(sql)
                + ", "
                + Sql.truth(attempts("status IN ('completed', 'running', 'baselined')"))
                + ", "
                + Sql.truth(
                    attempts(
                            "status IN ('running', 'failed') AND COALESCE(phase, '') <> 'contract'")
                        + " AND NOT "
                        + attempts("status IN ('completed', 'baselined')"))
                + " FROM "
                + sql.window(),
            version.toString(),
            version.toString(),
            version.toString());
    if (rows.isEmpty()) {
      return null;
    }
    var row = WindowRow.read(rows.getFirst());
    boolean known =
        version.equals(Version.NONE)
            || version.equals(row.window().maximum())
            || row.pending().contains(version)
            || "true".equals(rows.getFirst()[WindowRow.COLUMNS]);
    return new Verification(row, known, "true".equals(rows.getFirst()[WindowRow.COLUMNS + 1]));
  }

  /** Whether the history has one at that version. */
  private String attempts(String condition) {
    return "EXISTS (SELECT 1 FROM " + sql.history() + " WHERE version = ? AND " + condition + ")";
  }

  /**
   * What verify knows.
   *
   * @param known whether the version names a migration that was ever seen here
   * @param halfDone whether that migration was begun and isn't there, and code of its version needs
   *     it: a contract migration's own code lives without it, too
   */
  public record Verification(WindowRow row, boolean known, boolean halfDone) {}

  /** A row of the history, with what only people want to know. */
  public record HistoryRow(
      AppliedMigration migration,
      @Nullable String appliedAt,
      @Nullable Long millis,
      @Nullable String appliedBy,
      int statement,
      @Nullable String error) {

    /** One of which nothing more is known. */
    public static HistoryRow of(AppliedMigration migration) {
      return new HistoryRow(migration, null, null, null, 0, null);
    }

    /** Whether it is in that state. */
    public boolean is(Predicate<HistoryStatus> state) {
      return state.test(migration.status());
    }
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
