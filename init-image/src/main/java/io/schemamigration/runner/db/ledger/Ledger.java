package io.schemamigration.runner.db.ledger;

import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The two tables in a database, in words of the domain. Writes belong into a transaction that the
 * caller holds.
 */
public final class Ledger {
  private static final List<HistoryColumn> COLUMNS =
      List.of(
          HistoryColumn.VERSION,
          HistoryColumn.DESCRIPTION,
          HistoryColumn.PHASE,
          HistoryColumn.CHECKSUM,
          HistoryColumn.STATUS,
          HistoryColumn.APPLIED_AT,
          HistoryColumn.EXECUTION_TIME_MS,
          HistoryColumn.APPLIED_BY,
          HistoryColumn.STATEMENT,
          HistoryColumn.ERROR_MESSAGE);

  private final Session session;
  private final Tables tables;
  private final HistoryTable history;
  private final WindowTable window;

  /** The tables as that session reaches them. */
  public Ledger(Session session) {
    this.session = session;
    this.tables = Tables.in(session.sql());
    this.history = tables.history();
    this.window = tables.window();
  }

  /** Whether both tables exist. */
  public boolean exists() {
    var row = session.query(tables.exist()).getFirst();
    return "true".equals(row[0]) && "true".equals(row[1]);
  }

  /** Whether the history has the migration as applied. */
  public boolean isApplied(Version version) {
    var applied = TableSql.of("SELECT 1 WHERE ").add(history.applied(version));
    return !applied.query(session).isEmpty();
  }

  /** Whether the history exists, if without the window. */
  public boolean hasHistory() {
    return "true".equals(session.query(tables.exist()).getFirst()[0]);
  }

  /** Whether the schema holds tables or views that aren't ours. */
  public boolean othersExist() {
    return "true".equals(session.query(tables.othersExist()).getFirst()[0]);
  }

  /** Creates what doesn't exist. */
  public void create() {
    tables.create().forEach(session::update);
  }

  /**
   * The window row, or null; {@code locked} keeps other writers away until the transaction ends.
   */
  public @Nullable WindowRow row(boolean locked) {
    var lock = locked ? session.sql().lockRow() : "";
    var rows = session.query("SELECT " + window.columns() + " FROM " + window.name() + lock);
    return rows.isEmpty() ? null : WindowTable.read(rows.getFirst());
  }

  /** The whole history of migrations, oldest first. */
  public List<HistoryRow> history() {
    var reader = new HistoryReader(COLUMNS);
    var found = new ArrayList<HistoryRow>();
    for (var columns : history.select(COLUMNS, null).query(session)) {
      var row = reader.row(columns);
      if (row.version() != null) {
        found.add(row);
      }
    }
    return found;
  }

  /** Makes the row, for the first step of all. */
  public void born(Token token, CompatibilityWindow first, @Nullable String owner) {
    window.born(token, first, owner).update(session);
  }

  /** Puts the token into the row; the owner, too, where there was none. */
  public void take(Token token, @Nullable String owner) {
    window.take(token, owner).update(session);
  }

  /** Writes the ends of the window and what is announced. */
  public void move(
      Version minimum, Version maximum, Collection<Version> pending, @Nullable String digest) {
    window.move(minimum, maximum, pending, digest).update(session);
  }

  /** Announces a contract migration; the claim expires by the database's clock. */
  public void claim(Version claim) {
    window.claim(claim).update(session);
  }

  /** From here on the claim doesn't expire. */
  public void firm() {
    window.firm().update(session);
  }

  /** Takes the claim away. */
  public void unclaim() {
    window.unclaim().update(session);
  }

  /** Notes a migration in the history. */
  public void record(
      Migration migration,
      HistoryStatus status,
      long millis,
      int statement,
      @Nullable String error,
      String metadata) {
    var row = HistoryRow.of(migration, status, statement);
    new History(session).add(row.at(null, millis).saying(error, metadata));
  }

  /** Lets a role read the window, so that verify can use other credentials. */
  public void grant(String role) {
    var name = role.equalsIgnoreCase("PUBLIC") ? "PUBLIC" : Sql.quote(role);
    session.update("GRANT SELECT ON " + window.name() + ", " + history.name() + " TO " + name);
  }

  /** Everything verify asks, in one round trip; null where there is no row. */
  public @Nullable VersionFacts facts(Version version) {
    var begun =
        HistoryColumn.isOneOf(HistoryStatus.RUNNING, HistoryStatus.FAILED)
            + " AND COALESCE("
            + HistoryColumn.PHASE
            + ", '') <> "
            + Sql.literal(Phase.CONTRACT.text());
    var versions = List.of(version);
    var query =
        TableSql.of("SELECT " + window.columns() + ", ")
            .truth(history.has(versions, HistoryTable.APPLIED_ONCE))
            .sql(", ")
            .truth(history.has(versions, begun).sql(" AND NOT ").add(history.applied(version)))
            .sql(" FROM " + window.name());
    var rows = query.query(session);
    if (rows.isEmpty()) {
      return null;
    }
    var row = WindowTable.read(rows.getFirst());
    boolean known =
        version.equals(Version.NONE)
            || version.equals(row.window().maximum())
            || row.pending().contains(version)
            || "true".equals(rows.getFirst()[WindowTable.READ]);
    return new VersionFacts(row, known, "true".equals(rows.getFirst()[WindowTable.READ + 1]));
  }
}
