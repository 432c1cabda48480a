package io.schemamigration.runner.adopt;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A tool whose history can be taken over, known by its table and the columns of it. */
@SuppressWarnings("ImmutableEnumChecker") // the lists are made by List.of
public enum Tool {
  /** Flyway. */
  FLYWAY("flyway_schema_history", List.of("version", "script", "checksum", "success")),
  /** Alembic: one revision for each head, without an order. */
  ALEMBIC("alembic_version", List.of("version_num")),
  /** Cloudflare D1 (wrangler): names of files. */
  D1("d1_migrations", List.of("name", "applied_at")),
  /** sqlx: SHA-384 of each file. */
  SQLX("_sqlx_migrations", List.of("version", "success", "checksum")),
  /** Diesel. */
  DIESEL("__diesel_schema_migrations", List.of("version", "run_on")),
  /** golang-migrate: one row, the version reached. */
  GOLANG_MIGRATE("schema_migrations", List.of("version", "dirty")),
  /** goose: a row for each step, forwards and back. */
  GOOSE("goose_db_version", List.of("version_id", "is_applied")),
  /** dbmate, and others that note a version and nothing else. */
  DBMATE("schema_migrations", List.of("version")),
  /** Blueplane: SHA-256 of each up.sql. */
  BLUEPLANE("migration_history", List.of("version", "checksum", "status", "applied_at")),
  /** FORGE: names of files. */
  FORGE("forge_migrations", List.of("name", "applied_at"));

  private final String table;
  private final List<String> columns;

  Tool(String table, List<String> columns) {
    this.table = table;
    this.columns = columns;
  }

  /** Reads a name as {@code --from} takes it. */
  public static Optional<Tool> parse(String text) {
    for (var tool : values()) {
      if (tool.text().equals(text)) {
        return Optional.of(tool);
      }
    }
    return Optional.empty();
  }

  /** As {@code --from} takes it: {@code golang-migrate}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Where it notes what is applied. */
  public String table() {
    return table;
  }

  /** Whether a table of that name with these columns is this tool's. */
  boolean made(List<String> found) {
    boolean dirty = this == DBMATE && found.contains("dirty"); // golang-migrate's
    return found.containsAll(columns) && !dirty;
  }
}
