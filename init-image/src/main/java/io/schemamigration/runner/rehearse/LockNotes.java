package io.schemamigration.runner.rehearse;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.SqlFailure;
import io.schemamigration.runner.db.ledger.Tables;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a migration holds at its end on a PostgreSQL scratch database, noted by a last statement of
 * its own transaction: PostgreSQL keeps every lock until COMMIT, so that none is missed.
 */
final class LockNotes {
  private static final String TABLE = "schema_migration_rehearsal.locks";

  /** The release that hands over its statistics on request. */
  private static final int FLUSHES = 150_000;

  /** Weakest first, as in PostgreSQL's manual, "Explicit Locking". */
  private static final List<String> MODES =
      List.of(
          "AccessShareLock",
          "RowShareLock",
          "RowExclusiveLock",
          "ShareUpdateExclusiveLock",
          "ShareLock",
          "ShareRowExclusiveLock",
          "ExclusiveLock",
          "AccessExclusiveLock");

  private final Session copy;

  LockNotes(Session copy) {
    this.copy = copy;
  }

  /** Makes the place for the notes; whatever role a migration takes may write there. */
  void prepare() {
    if (copy.query("SELECT to_regclass('" + TABLE + "')").getFirst()[0] != null) {
      return;
    }
    for (var sql :
        List.of(
            "CREATE SCHEMA IF NOT EXISTS schema_migration_rehearsal",
            "GRANT USAGE ON SCHEMA schema_migration_rehearsal TO PUBLIC",
            "CREATE TABLE IF NOT EXISTS "
                + TABLE
                + " (version text, relation text, mode text, held_ms bigint, changed bigint)",
            "GRANT INSERT ON " + TABLE + " TO PUBLIC")) {
      try {
        copy.execute(sql);
      } catch (SqlFailure e) {
        throw new IllegalStateException("the copy can't be prepared: " + e.getMessage(), e);
      }
    }
  }

  /**
   * Until its statistics are handed over, PostgreSQL counts a transaction's rows for the next one,
   * too; it does that between two statements, at most once in half a second.
   */
  void settle() {
    var release = copy.query("SELECT current_setting('server_version_num')").getFirst()[0];
    boolean asked = Integer.parseInt(String.valueOf(release)) >= FLUSHES;
    copy.query(asked ? "SELECT pg_stat_force_next_flush()" : "SELECT pg_sleep(0.6)");
  }

  /** The same migrations, each of which notes its locks at its end. */
  MigrationSource in(MigrationSource source) {
    var migrations = new ArrayList<Migration>();
    for (var migration : source.migrations()) {
      migrations.add(migration.transactional() ? migration.and(note(migration)) : migration);
    }
    return new MigrationSource(migrations, source.repeatables(), source.digest());
  }

  private static Statement note(Migration migration) {
    return new Statement(
        "INSERT INTO "
            + TABLE
            + " SELECT '"
            + migration.version()
            + "', r.relation, r.mode, extract(epoch FROM pg_catalog.clock_timestamp() - pg_catalog.now()) * 1000,"
            + " (SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_catalog.pg_stat_xact_user_tables"
            + " WHERE relname NOT IN "
            + Tables.NAMES
            + ")"
            + " FROM (SELECT l.relation::pg_catalog.regclass::text AS relation, l.mode FROM pg_catalog.pg_locks l"
            + " JOIN pg_catalog.pg_class c ON c.oid = l.relation AND c.relkind IN ('r', 'p', 'm', 'v')"
            + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation'"
            + " AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'schema_migration_rehearsal')"
            + " AND c.relname NOT IN "
            + Tables.NAMES
            + " UNION ALL SELECT NULL, NULL) r",
        1);
  }

  /** How long the transaction held its locks, in milliseconds; null where nothing was noted. */
  @Nullable Long heldMillis(Version version) {
    return number("held_ms", version);
  }

  /** How many rows it inserted, updated and deleted. */
  @Nullable Long rows(Version version) {
    return number("changed", version);
  }

  private @Nullable Long number(String column, Version version) {
    var rows =
        copy.query(
            "SELECT max(" + column + ") FROM " + TABLE + " WHERE version = ?", version.toString());
    var value = rows.getFirst()[0];
    return value == null ? null : Long.valueOf(value);
  }

  /** The strongest lock on each table, {@code users ACCESS EXCLUSIVE}. */
  List<String> strongest(Version version) {
    var found = new ArrayList<String>();
    var last = "";
    var order = new StringBuilder("CASE mode");
    for (int i = 0; i < MODES.size(); i++) {
      order.append(" WHEN '").append(MODES.get(i)).append("' THEN ").append(i);
    }
    for (var row :
        copy.query(
            "SELECT relation, mode FROM "
                + TABLE
                + " WHERE version = ? AND relation IS NOT NULL ORDER BY relation, "
                + order
                + " END DESC",
            version.toString())) {
      if (!last.equals(row[0])) {
        last = String.valueOf(row[0]);
        found.add(last + " " + words(String.valueOf(row[1])));
      }
    }
    return found;
  }

  /** As LOCK TABLE writes it: AccessExclusiveLock is ACCESS EXCLUSIVE. */
  private static String words(String mode) {
    var text = new StringBuilder();
    for (char c : mode.substring(0, mode.length() - "Lock".length()).toCharArray()) {
      if (Character.isUpperCase(c) && !text.isEmpty()) {
        text.append(' ');
      }
      text.append(Character.toUpperCase(c));
    }
    return text.toString();
  }
}
