package io.schemamigration.runner.db;

/** What PostgreSQL is asked about a table before an index of it is built. */
final class TableSize {
  /** How large it is with its partitions. */
  static final String BYTES =
      "SELECT CASE relkind WHEN 'p' THEN (SELECT coalesce(sum(pg_catalog.pg_table_size(relid)), 0)"
          + " FROM pg_catalog.pg_partition_tree(oid)) ELSE pg_catalog.pg_table_size(oid) END"
          + " FROM pg_catalog.pg_class WHERE oid = to_regclass(?) AND relkind IN ('r', 'm', 'p')";

  /** A row if it has partitions. */
  static final String PARTITIONED =
      "SELECT 1 FROM pg_catalog.pg_class WHERE oid = to_regclass(?) AND relkind = 'p'";

  private TableSize() {}
}
