package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.window.Phase;
import java.util.Set;

/** Judges PRAGMA: those of the connection, and those that only report something, are harmless. */
final class Pragmas {
  /** Valid for the runner's connection, which sets them back after the migration. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "foreign_keys",
          "legacy_alter_table",
          "defer_foreign_keys",
          "recursive_triggers",
          "synchronous",
          "cache_size",
          "temp_store",
          "mmap_size",
          "busy_timeout",
          "analysis_limit",
          "optimize",
          "wal_checkpoint",
          "wal_autocheckpoint",
          "query_only",
          "automatic_index");

  private static final Set<String> TELLING =
      Set.of(
          "foreign_key_check",
          "integrity_check",
          "quick_check",
          "table_info",
          "table_xinfo",
          "table_list",
          "index_list",
          "index_info",
          "index_xinfo",
          "foreign_key_list",
          "database_list",
          "collation_list",
          "compile_options",
          "page_count",
          "freelist_count",
          "encoding",
          "user_version",
          "application_id",
          "schema_version",
          "journal_mode");

  /** Kept in the file, where any program that opens it reads them. */
  private static final Set<String> OF_THE_FILE = Set.of("user_version", "application_id");

  private static final Set<String> WITH_ARGUMENT =
      Set.of(
          "foreign_key_check",
          "integrity_check",
          "quick_check",
          "table_info",
          "table_xinfo",
          "index_list",
          "index_info",
          "index_xinfo",
          "foreign_key_list",
          "table_list");

  private Pragmas() {}

  static void judge(Cursor at, Draft draft) {
    int begin = at.offset();
    var name = at.objectName();
    var key = name == null ? "" : Cursor.key(name);
    boolean asks = at.atEnd() || (WITH_ARGUMENT.contains(key) && !at.peek().isSymbol('='));
    if (OF_THE_CONNECTION.contains(key) || (asks && TELLING.contains(key))) {
      return;
    }
    if (OF_THE_FILE.contains(key)) {
      draft.phaseByData(Phase.CONTRACT);
      draft.remark(
          Rule.SQLITE_PRAGMA,
          begin,
          "PRAGMA "
              + key
              + " is kept in the file: older code that looks at it may refuse the database",
          "Leave it out, since the history has the version; or say that nobody looks at it: -- accept: "
              + Rule.SQLITE_PRAGMA.id()
              + " REASON");
      return;
    }
    draft.unknown(
        begin,
        "PRAGMA " + (key.isEmpty() ? "" : key + " ") + "isn't known to leave older code alone",
        "Set it by hand while nobody uses the database, or say why it does no harm: -- accept: "
            + Rule.UNKNOWN_STATEMENT.id()
            + " REASON");
  }
}
