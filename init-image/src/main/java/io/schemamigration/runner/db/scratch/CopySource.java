package io.schemamigration.runner.db.scratch;

import io.schemamigration.runner.db.Access;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.Sql;
import java.util.ArrayList;
import java.util.List;

/**
 * A PostgreSQL database of which a copy is to be made, as a session finds it.
 *
 * @param access how to reach it
 * @param database its name
 * @param encoding of its text
 * @param schema of the runner's tables
 * @param settings that a copy doesn't get by itself: of the database, and of the user
 */
record CopySource(
    Access access, String database, String encoding, String schema, List<Setting> settings) {
  /** A setting, as the server knows it. */
  record Setting(String name, String value) {
    /** {@code "app"."tenant"}. */
    String quotedName() {
      var parts = new ArrayList<String>();
      for (var part : name.split("\\.", -1)) {
        parts.add(Sql.quote(part));
      }
      return String.join(".", parts);
    }
  }

  /** Makes the list safe to share. */
  CopySource {
    settings = List.copyOf(settings);
  }

  static CopySource of(Access access) {
    try (var session = Session.open(access)) {
      var row =
          session
              .query(
                  "SELECT current_database(), getdatabaseencoding(), current_setting('search_path')")
              .getFirst();
      var settings = new ArrayList<Setting>();
      // those that win come last
      for (var setting :
          session.query(
              "SELECT o FROM pg_catalog.pg_db_role_setting s CROSS JOIN unnest(s.setconfig) o"
                  + " WHERE s.setdatabase IN (0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()))"
                  + " AND s.setrole IN (0, (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = current_user))"
                  + " ORDER BY s.setrole <> 0, s.setdatabase <> 0")) {
        var text = String.valueOf(setting[0]);
        int equals = text.indexOf('=');
        settings.add(new Setting(text.substring(0, equals), text.substring(equals + 1)));
      }
      settings.add(new Setting("search_path", String.valueOf(row[2])));
      var schema = String.valueOf(session.sql().schema());
      return new CopySource(
          access, String.valueOf(row[0]), String.valueOf(row[1]), schema, settings);
    }
  }
}
