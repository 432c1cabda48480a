package io.schemamigration.runner.prove;

/** How a catalog is read: kind, name, text, table, required, filled. */
final class CatalogSql {
  private CatalogSql() {}

  /** Schemas of the server's own, and the runner's tables. */
  private static final String OTHERS =
      """
      n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_toast%'
        AND n.nspname NOT LIKE 'pg\\_temp%' AND c.relname NOT LIKE 'schema\\_migration\\_%'
      """;

  static final String POSTGRESQL =
      """
      WITH c AS (
        SELECT c.oid, c.relkind, c.oid::pg_catalog.regclass::text AS name, c.relrowsecurity
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND
      """
          + OTHERS
          + """
          )
          SELECT CASE relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'view' WHEN 'S' THEN 'sequence' ELSE 'table' END,
            name, '', name, 'false', 'false' FROM c
          UNION ALL
          SELECT 'column', c.name || '.' || a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), c.name,
            CASE WHEN a.attnotnull THEN 'true' ELSE 'false' END,
            CASE WHEN a.atthasdef OR a.attidentity <> '' THEN 'true' ELSE 'false' END
          FROM c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
          WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind <> 'S'
          UNION ALL
          SELECT 'constraint', c.name || '.' || k.conname, pg_catalog.pg_get_constraintdef(k.oid),
            CASE WHEN k.confrelid <> 0 THEN k.confrelid::pg_catalog.regclass::text ELSE c.name END, 'false', 'false'
          FROM c JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid WHERE k.contype IN ('c', 'f', 'p', 'u', 'x')
            AND (k.contype <> 'f' OR k.conparentid = 0)
          UNION ALL
          SELECT 'unique index', i.indexrelid::pg_catalog.regclass::text, pg_catalog.pg_get_indexdef(i.indexrelid), c.name,
            'false', 'false'
          FROM c JOIN pg_catalog.pg_index i ON i.indrelid = c.oid WHERE i.indisunique
          UNION ALL
          SELECT 'row security', name, '', name, 'false', 'false' FROM c WHERE relrowsecurity
          UNION ALL
          SELECT 'function', p.oid::pg_catalog.regprocedure::text, md5(coalesce(p.prosrc, '')), '', 'false', 'false'
          FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
          WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
          UNION ALL
          SELECT 'enum value', t.oid::pg_catalog.regtype::text || '.' || e.enumlabel, '', '', 'false', 'false'
          FROM pg_catalog.pg_type t JOIN pg_catalog.pg_enum e ON e.enumtypid = t.oid
          ORDER BY 1, 2
          """;

  static final String FILES =
      """
      SELECT c.oid::pg_catalog.regclass::text, pg_catalog.pg_relation_filenode(c.oid)::text
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'm') AND
      """
          + OTHERS;

  static final String SQLITE =
      """
      WITH t AS (
        SELECT type, name, tbl_name FROM sqlite_master
        WHERE name NOT LIKE 'schema\\_migration\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
      )
      SELECT type, name, '', name, 'false', 'false' FROM t WHERE type IN ('table', 'view')
      UNION ALL
      SELECT 'column', t.name || '.' || x.name, upper(x.type), t.name,
        CASE WHEN x."notnull" THEN 'true' ELSE 'false' END,
        CASE WHEN x.dflt_value IS NOT NULL OR x.pk > 0 OR x.hidden > 1 THEN 'true' ELSE 'false' END
      FROM t JOIN pragma_table_xinfo(t.name) x WHERE t.type IN ('table', 'view')
      UNION ALL
      SELECT 'unique index', t.name || ' (' || (SELECT group_concat(c.name) FROM pragma_index_info(i.name) c) || ')', '',
        t.name, 'false', 'false'
      FROM t JOIN pragma_index_list(t.name) i WHERE t.type = 'table' AND i."unique" = 1 AND i.partial = 0
      UNION ALL
      SELECT 'foreign key', t.name || '.' || f."from", f."table" || '.' || coalesce(f."to", '') || ' ' || f.on_delete,
        f."table", 'false', 'false'
      FROM t JOIN pragma_foreign_key_list(t.name) f WHERE t.type = 'table'
      ORDER BY 1, 2
      """;
}
