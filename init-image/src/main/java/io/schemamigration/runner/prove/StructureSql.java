package io.schemamigration.runner.prove;

/**
 * How a PostgreSQL database gives the statements that make one like it, without its rows. Each row:
 * what it is, and the statement; without a statement it can't be made. To be asked with an empty
 * search_path, so that every name has its schema.
 *
 * <p>Tables are made apart and joined to their parents last: a constraint or an index that is on
 * both is recognized then, under its own name.
 */
final class StructureSql {
  private StructureSql() {}

  /** Schemas of users, relations in them, and what an extension makes by itself. */
  private static final String SETS =
      """
      WITH owned AS (
        SELECT classid, objid FROM pg_depend WHERE deptype = 'e' AND refclassid = 'pg_extension'::regclass
      ), s AS (
        SELECT oid, nspname FROM pg_namespace n
        WHERE nspname <> 'information_schema' AND nspname NOT LIKE 'pg\\_%'
          AND NOT EXISTS (SELECT FROM owned WHERE classid = 'pg_namespace'::regclass AND objid = n.oid)
      ), c AS (
        SELECT c.*, format('%I.%I', s.nspname, c.relname) AS name FROM pg_class c JOIN s ON s.oid = c.relnamespace
        WHERE NOT EXISTS (SELECT FROM owned WHERE classid = 'pg_class'::regclass AND objid = c.oid)
      ), t AS (
        SELECT t.*, format('%I.%I', s.nspname, t.typname) AS name FROM pg_type t JOIN s ON s.oid = t.typnamespace
        WHERE NOT EXISTS (SELECT FROM owned WHERE classid = 'pg_type'::regclass AND objid = t.oid)
      ), p AS (
        SELECT p.* FROM pg_proc p JOIN s ON s.oid = p.pronamespace
        WHERE NOT EXISTS (SELECT FROM owned WHERE classid = 'pg_proc'::regclass AND objid = p.oid)
      )
      """;

  private static final String TYPES =
      """
      SELECT 10, oid::bigint, 'schema ' || nspname, format('CREATE SCHEMA IF NOT EXISTS %I', nspname) FROM s
      UNION ALL
      SELECT 20, x.oid::bigint, 'extension ' || extname,
        format('CREATE EXTENSION IF NOT EXISTS %I SCHEMA %I VERSION %L', extname, nspname, extversion)
      FROM pg_extension x JOIN pg_namespace n ON n.oid = x.extnamespace WHERE extname <> 'plpgsql'
      UNION ALL
      SELECT 30, oid::bigint, 'type ' || name, format('CREATE TYPE %s AS ENUM (%s)', name,
        (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid))
      FROM t WHERE typtype = 'e'
      UNION ALL
      SELECT 30, oid::bigint, 'domain ' || name, format('CREATE DOMAIN %s AS %s%s%s%s%s', name, format_type(typbasetype, typtypmod),
        (SELECT format(' COLLATE %I.%I', n.nspname, k.collname) FROM pg_collation k JOIN pg_namespace n ON n.oid = k.collnamespace
         JOIN pg_type b ON b.oid = t.typbasetype WHERE k.oid = t.typcollation AND b.typcollation <> t.typcollation),
        ' DEFAULT ' || typdefault, CASE WHEN typnotnull THEN ' NOT NULL' END,
        (SELECT string_agg(format(' CONSTRAINT %I %s', conname, pg_get_constraintdef(k.oid)), '' ORDER BY conname)
         FROM pg_constraint k WHERE contypid = t.oid AND contype = 'c'))
      FROM t WHERE typtype = 'd'
      UNION ALL
      SELECT 30, c.oid::bigint, 'type ' || name, format('CREATE TYPE %s AS (%s)', name,
        (SELECT string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), ', ' ORDER BY attnum)
         FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped))
      FROM c WHERE relkind = 'c'
      UNION ALL
      SELECT 30, t.oid::bigint, 'type ' || name, CASE WHEN rngcanonical = 0 THEN format('CREATE TYPE %s AS RANGE (SUBTYPE = %s%s)',
        name, format_type(rngsubtype, NULL), CASE WHEN rngsubdiff <> 0 THEN ', SUBTYPE_DIFF = ' || rngsubdiff::regproc END) END
      FROM t JOIN pg_range ON rngtypid = t.oid
      UNION ALL
      SELECT 30, oid::bigint, 'type ' || name, NULL FROM t
      WHERE typtype = 'b' AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
      UNION ALL
      SELECT 40, c.oid::bigint, 'sequence ' || name, format(
        'CREATE SEQUENCE %s AS %s START %s INCREMENT %s MINVALUE %s MAXVALUE %s CACHE %s%s', name, format_type(seqtypid, NULL),
        seqstart, seqincrement, seqmin, seqmax, seqcache, CASE WHEN seqcycle THEN ' CYCLE' END)
      FROM c JOIN pg_sequence ON seqrelid = c.oid
      WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i')
      UNION ALL
      SELECT 50, oid::bigint, 'function ' || oid::regprocedure, pg_get_functiondef(oid) FROM p WHERE prokind <> 'a'
      UNION ALL
      SELECT 55, p.oid::bigint, 'aggregate ' || p.oid::regprocedure, CASE WHEN aggkind = 'n' AND aggcombinefn = 0 AND aggmtransfn = 0 THEN
        format('CREATE AGGREGATE %s (SFUNC = %s, STYPE = %s%s%s)', p.oid::regprocedure, aggtransfn::regproc,
        format_type(aggtranstype, NULL), CASE WHEN aggfinalfn <> 0 THEN ', FINALFUNC = ' || aggfinalfn::regproc END,
        ', INITCOND = ' || quote_literal(agginitval)) END
      FROM p JOIN pg_aggregate ON aggfnoid = p.oid
      """;

  private static final String TABLES =
      """
      UNION ALL
      SELECT 60, c.oid::bigint, 'table ' || name, format('CREATE %sTABLE %s (%s)%s',
        CASE WHEN relpersistence = 'u' THEN 'UNLOGGED ' END, name,
        (SELECT string_agg(format('%I %s%s%s%s', attname, format_type(atttypid, atttypmod),
           (SELECT format(' COLLATE %I.%I', n.nspname, k.collname) FROM pg_collation k JOIN pg_namespace n ON n.oid = k.collnamespace
            JOIN pg_type b ON b.oid = a.atttypid WHERE k.oid = a.attcollation AND b.typcollation <> a.attcollation),
           CASE WHEN attgenerated <> '' THEN format(' GENERATED ALWAYS AS (%s) %s', pg_get_expr(adbin, adrelid),
             CASE attgenerated WHEN 's' THEN 'STORED' ELSE 'VIRTUAL' END)
           WHEN attidentity <> '' AND NOT relispartition THEN format(' GENERATED %s AS IDENTITY (SEQUENCE NAME %s)',
             CASE attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END, pg_get_serial_sequence(c.name, a.attname))
           ELSE ' DEFAULT ' || pg_get_expr(adbin, adrelid) END,
           CASE WHEN attnotnull THEN ' NOT NULL' END), ', ' ORDER BY attnum)
         FROM pg_attribute a LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
         WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped),
        CASE WHEN relkind = 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(c.oid) END)
      FROM c WHERE relkind IN ('r', 'p')
      UNION ALL
      SELECT 60, c.oid::bigint, 'foreign table ' || name, NULL FROM c WHERE relkind = 'f'
      UNION ALL
      SELECT CASE contype WHEN 'f' THEN 90 ELSE 70 END, k.oid::bigint, format('constraint %s.%I', name, conname),
        format('ALTER TABLE %s ADD CONSTRAINT %I %s', name, conname, pg_get_constraintdef(k.oid))
      FROM pg_constraint k JOIN c ON c.oid = k.conrelid
      WHERE contype IN ('c', 'p', 'u', 'x') OR (contype = 'f' AND NOT EXISTS (
        SELECT FROM pg_constraint o WHERE o.oid = k.conparentid AND o.conrelid = k.conrelid))
      UNION ALL
      SELECT 80, i.indexrelid::bigint, 'index ' || i.indexrelid::regclass,
        regexp_replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ')
      FROM pg_index i JOIN c ON c.oid = i.indrelid
      WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
      UNION ALL
      SELECT 100, c.oid::bigint, 'owner of sequence ' || name, format('ALTER SEQUENCE %s OWNED BY %s.%I', name,
        d.refobjid::regclass, attname)
      FROM c JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'a' AND d.refobjsubid > 0
        JOIN pg_attribute ON attrelid = d.refobjid AND attnum = d.refobjsubid
      WHERE relkind = 'S'
      UNION ALL
      SELECT 110, c.oid::bigint, 'parent of table ' || name, CASE WHEN relispartition
        THEN format('ALTER TABLE %s ATTACH PARTITION %s %s', inhparent::regclass, name, pg_get_expr(relpartbound, c.oid))
        ELSE format('ALTER TABLE %s INHERIT %s', name, inhparent::regclass) END
      FROM c JOIN pg_inherits ON inhrelid = c.oid WHERE relkind IN ('r', 'p')
      """;

  private static final String REST =
      """
      UNION ALL
      SELECT 120, c.oid::bigint, 'view ' || name, format('CREATE %sVIEW %s%s AS %s', CASE relkind WHEN 'm' THEN 'MATERIALIZED ' END,
        name, CASE WHEN relkind = 'v' THEN ' WITH (' || array_to_string(reloptions, ', ') || ')' END, pg_get_viewdef(c.oid))
      FROM c WHERE relkind IN ('v', 'm')
      UNION ALL
      SELECT 130, r.oid::bigint, format('rule %I on %s', rulename, name), pg_get_ruledef(r.oid)
      FROM pg_rewrite r JOIN c ON c.oid = r.ev_class WHERE rulename <> '_RETURN'
      UNION ALL
      SELECT 140, g.oid::bigint, format('trigger %I on %s', tgname, name), pg_get_triggerdef(g.oid)
      FROM pg_trigger g JOIN c ON c.oid = g.tgrelid
      WHERE NOT tgisinternal AND coalesce(to_jsonb(g) ->> 'tgparentid', '0') = '0'
      UNION ALL
      SELECT 150, g.oid::bigint, format('trigger %I on %s', tgname, name), format('ALTER TABLE %s %s TRIGGER %I', name,
        CASE tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END, tgname)
      FROM pg_trigger g JOIN c ON c.oid = g.tgrelid WHERE NOT tgisinternal AND tgenabled <> 'O'
      UNION ALL
      SELECT 160, c.oid::bigint, 'row security of ' || name, format('ALTER TABLE %s %s ROW LEVEL SECURITY', name, how)
      FROM c CROSS JOIN (VALUES ('ENABLE'), ('FORCE')) v (how)
      WHERE CASE how WHEN 'ENABLE' THEN relrowsecurity ELSE relforcerowsecurity END
      UNION ALL
      SELECT 170, y.oid::bigint, format('policy %I on %s', polname, name), format('CREATE POLICY %I ON %s AS %s FOR %s TO %s%s%s',
        polname, name, CASE WHEN polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
        CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
        (SELECT string_agg(CASE WHEN r = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(r)) END, ', ') FROM unnest(polroles) r),
        ' USING (' || pg_get_expr(polqual, polrelid) || ')', ' WITH CHECK (' || pg_get_expr(polwithcheck, polrelid) || ')')
      FROM pg_policy y JOIN c ON c.oid = y.polrelid
      UNION ALL
      SELECT 180, x.oid::bigint, 'statistics ' || stxname, pg_get_statisticsobjdef(x.oid)
      FROM pg_statistic_ext x JOIN s ON s.oid = x.stxnamespace
      """;

  static final String STATEMENTS =
      SETS
          + "SELECT what, sql FROM ("
          + TYPES
          + TABLES
          + REST
          + ") AS all_of_it (rank, oid, what, sql) ORDER BY rank, oid";

  /** Everything that has a name, by which it is seen that nothing was left out. */
  static final String NAMES =
      SETS
          + """
          SELECT 'relation ' || relkind::text || ' ' || name FROM c WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'i', 'I', 'c')
          UNION ALL
          SELECT 'type ' || name FROM t WHERE typtype IN ('e', 'd', 'r')
          UNION ALL
          SELECT 'function ' || oid::regprocedure FROM p
          UNION ALL
          SELECT format('trigger %s.%I', name, tgname) FROM pg_trigger g JOIN c ON c.oid = g.tgrelid WHERE NOT tgisinternal
          UNION ALL
          SELECT format('policy %s.%I', name, polname) FROM pg_policy JOIN c ON c.oid = polrelid
          UNION ALL
          SELECT format('rule %s.%I', name, rulename) FROM pg_rewrite JOIN c ON c.oid = ev_class
          """;

  /** The runner's own tables, with the columns by which they count. */
  static final String OWN_TABLES =
      """
      SELECT format('%I.%I', n.nspname, c.relname), a.attname
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attidentity <> '' AND NOT a.attisdropped
      WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg\\_%' AND c.relname LIKE 'schema\\_migration\\_%'
      """;

  /** Tables that this user may not change. */
  static final String OTHERS =
      SETS
          + """
          SELECT name, pg_get_userbyid(relowner) FROM c
          WHERE relkind IN ('r', 'p', 'v', 'm') AND NOT pg_has_role(relowner, 'USAGE') ORDER BY name
          """;
}
