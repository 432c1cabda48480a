package io.schemamigration.bench;

/** Who is measured. */
enum Tool {
  MIGRATE,
  /** Another build of the runner, if {@code BASELINE} names its command. */
  OTHER,
  FLYWAY,
  LIQUIBASE,
  DBMATE;

  String text() {
    return switch (this) {
      case MIGRATE -> "migrate";
      case OTHER -> "other build";
      case FLYWAY -> "Flyway";
      case LIQUIBASE -> "Liquibase";
      case DBMATE -> "dbmate";
    };
  }

  /** Of so many: Liquibase takes so long that it is run less often; no aim depends on it. */
  int rounds(int all) {
    return this == LIQUIBASE ? 1 : all;
  }

  /** The name of a migration's file. */
  String file(int version) {
    return switch (this) {
      case MIGRATE, OTHER, DBMATE -> "%05d_step.sql".formatted(version);
      case FLYWAY -> "V%05d__step.sql".formatted(version);
      case LIQUIBASE -> "changes/%05d_step.sql".formatted(version);
    };
  }

  /** What the tool needs above the SQL. */
  String header(int version) {
    return switch (this) {
      case MIGRATE, OTHER, FLYWAY -> "";
      case DBMATE -> "-- migrate:up\n";
      case LIQUIBASE -> "--liquibase formatted sql\n--changeset bench:" + version + "\n";
    };
  }

  /** What the tool needs below the SQL. */
  String footer() {
    return this == DBMATE ? "-- migrate:down\n" : "";
  }

  /** Notes versions 2 to {@code last} as applied, after version 1 was, whose file is the same. */
  String pretend(int last) {
    var versions = " generate_series(2, " + last + ") v";
    return switch (this) {
      case MIGRATE, OTHER ->
          "INSERT INTO schema_migration_history (version, description, phase, checksum, status, execution_time_ms,"
              + " applied_by, hostname, statement, metadata) SELECT v, description, phase, checksum, status,"
              + " execution_time_ms, applied_by, hostname, statement, metadata FROM schema_migration_history,"
              + versions
              + "; UPDATE schema_migration_window SET maximum = '"
              + last
              + "'";
      case FLYWAY ->
          "INSERT INTO flyway_schema_history SELECT v, lpad(v::text, 5, '0'), description, type,"
              + " 'V' || lpad(v::text, 5, '0') || '__step.sql', checksum, installed_by, installed_on, execution_time,"
              + " success FROM flyway_schema_history,"
              + versions;
      case LIQUIBASE ->
          "INSERT INTO databasechangelog SELECT v, author, 'changes/' || lpad(v::text, 5, '0') || '_step.sql',"
              + " dateexecuted, v, exectype, md5sum, description, comments, tag, liquibase, contexts, labels,"
              + " deployment_id FROM databasechangelog,"
              + versions;
      case DBMATE -> "INSERT INTO schema_migrations SELECT lpad(v::text, 5, '0') FROM" + versions;
    };
  }

  /** Counts what the tool has noted as applied. */
  String count() {
    return "SELECT count(*) FROM "
        + switch (this) {
          case MIGRATE, OTHER -> "schema_migration_history";
          case FLYWAY -> "flyway_schema_history";
          case LIQUIBASE -> "databasechangelog";
          case DBMATE -> "schema_migrations";
        };
  }
}
