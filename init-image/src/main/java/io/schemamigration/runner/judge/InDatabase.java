package io.schemamigration.runner.judge;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.SqlFailure;
import java.util.ArrayList;
import java.util.List;

/**
 * What a database has, no matter who made it, as statements that would make it: enough to judge by.
 */
public final class InDatabase {
  /** The bodies of functions come in a column of their own, which has to be quoted. */
  private static final String POSTGRESQL =
      """
      SELECT pg_catalog.format('CREATE FUNCTION %I.%I(%s) RETURNS %s AS', n.nspname, p.proname,
          (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a), ', ')
            FROM pg_catalog.unnest(p.proargnames) a WHERE a <> ''),
          pg_catalog.format_type(p.prorettype, NULL)), p.prosrc
        FROM pg_catalog.pg_proc p
          JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
          JOIN pg_catalog.pg_language l ON l.oid = p.prolang
        WHERE l.lanname IN ('sql', 'plpgsql') AND p.prosrc <> ''
          AND n.nspname NOT IN ('pg_catalog', 'information_schema')
          AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e'
            AND d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass)
      UNION ALL SELECT pg_catalog.format('CREATE TRIGGER %I ON %I.%I EXECUTE FUNCTION %I()', t.tgname,
          n.nspname, c.relname, p.proname), NULL
        FROM pg_catalog.pg_trigger t
          JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
        WHERE NOT t.tgisinternal
      UNION ALL SELECT pg_catalog.format('ALTER TABLE %I.%I INHERIT %I.%I', m.nspname, d.relname,
          n.nspname, c.relname), NULL
        FROM pg_catalog.pg_inherits i
          JOIN pg_catalog.pg_class c ON c.oid = i.inhparent AND c.relkind IN ('r', 'p', 'f')
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_catalog.pg_class d ON d.oid = i.inhrelid
          JOIN pg_catalog.pg_namespace m ON m.oid = d.relnamespace
      UNION ALL SELECT pg_catalog.format('CREATE TABLE %I.%I ()', n.nspname, c.relname), NULL
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
          AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
      UNION ALL SELECT pg_catalog.format('CREATE PUBLICATION %I', pubname), NULL
        FROM pg_catalog.pg_publication
        WHERE EXISTS (SELECT 1 FROM pg_catalog.pg_class WHERE relreplident = 'f')\
      """;

  private static final String SQLITE = "SELECT sql, NULL FROM sqlite_master WHERE sql IS NOT NULL";

  private InDatabase() {}

  /** Reads it in one query; nothing where the catalog can't be read. */
  public static List<Statement> of(Session session) {
    var statements = new ArrayList<Statement>();
    try {
      var sql = session.dialect() == Dialect.SQLITE ? SQLITE : POSTGRESQL;
      for (var row : session.ask(sql)) {
        var body = row[1] == null ? "" : " '" + row[1].replace("'", "''") + "'";
        statements.add(new Statement(row[0] + body, 1));
      }
    } catch (SqlFailure e) {
      throw new IllegalStateException(e);
    }
    return statements;
  }
}
