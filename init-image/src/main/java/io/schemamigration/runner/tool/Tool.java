package io.schemamigration.runner.tool;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Another migration tool, known by its table and the columns of it. */
@SuppressWarnings("ImmutableEnumChecker") // the lists are made by List.of
public enum Tool {
  /** Flyway. */
  FLYWAY("flyway_schema_history", "version", "script", "checksum", "success"),
  /** Alembic: one revision for each head, without an order. */
  ALEMBIC("alembic_version", "version_num"),
  /** Cloudflare D1 (wrangler): names of files. */
  D1("d1_migrations", "name", "applied_at"),
  /** sqlx: SHA-384 of each file. */
  SQLX("_sqlx_migrations", "version", "success", "checksum"),
  /** Diesel. */
  DIESEL("__diesel_schema_migrations", "version", "run_on"),
  /** golang-migrate: one row, the version reached. */
  GOLANG_MIGRATE("schema_migrations", "version", "dirty"),
  /** goose: a row for each step, forwards and back. */
  GOOSE("goose_db_version", "version_id", "is_applied"),
  /** dbmate, and others that note a version and nothing else. */
  DBMATE("schema_migrations", "version"),
  /** Blueplane: SHA-256 of each up.sql. */
  BLUEPLANE("migration_history", "version", "checksum", "status", "applied_at"),
  /** FORGE: names of files. */
  FORGE("forge_migrations", "name", "applied_at"),
  /** Prisma: a row for each attempt, SHA-256 of each migration.sql. */
  PRISMA("_prisma_migrations", "migration_name", "checksum", "finished_at", "rolled_back_at"),

  LIQUIBASE("databasechangelog", "id", "author", "filename"),
  DJANGO("django_migrations", "app", "name"),
  KNEX("knex_migrations", "name", "batch"),
  TYPEORM("migrations", "timestamp", "name"),
  LARAVEL("migrations", "migration", "batch"),
  NODE_PG_MIGRATE("pgmigrations", "name", "run_on"),
  DRIZZLE("__drizzle_migrations", "hash"),
  YOYO("_yoyo_migration", "migration_id"),
  TERN("schema_version", "version"),
  SQITCH("changes", "change_id", "change", "project"),
  SEQUELIZE("sequelizemeta", "name"),
  REFINERY("refinery_schema_history", "version", "name", "checksum"),
  ATLAS("atlas_schema_revisions", "version", "hash"),
  EF_CORE("__efmigrationshistory", "migrationid");

  private static final Set<Tool> ADOPTABLE = EnumSet.range(FLYWAY, PRISMA);

  private final String table;
  private final List<String> columns;

  Tool(String table, String... columns) {
    this.table = table;
    this.columns = List.of(columns);
  }

  /** Those whose history can be taken over. */
  public static List<Tool> adoptable() {
    return Arrays.stream(values()).filter(Tool::isAdoptable).toList();
  }

  /** Reads a name as {@code --from} takes it. */
  public static Optional<Tool> parse(String text) {
    return adoptable().stream().filter(tool -> tool.text().equals(text)).findFirst();
  }

  /** Whether its history can be taken over. */
  public boolean isAdoptable() {
    return ADOPTABLE.contains(this);
  }

  /** Its name in lower case: {@code golang-migrate}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Where it notes what is applied, unless it is set to another name; in lower case. */
  public String table() {
    return table;
  }

  /** Whether it is known by all that the other is known by, and more. */
  boolean isMoreThan(Tool other) {
    return columns.size() > other.columns.size() && columns.containsAll(other.columns);
  }

  /**
   * Whether a table with these columns may be this tool's.
   *
   * @param found in lower case
   */
  public boolean made(List<String> found) {
    boolean dirty = this == DBMATE && found.contains("dirty"); // golang-migrate's
    boolean more = this == TERN && found.size() > 1; // an application's, or an old Flyway's
    return found.containsAll(columns) && !dirty && !more;
  }
}
