package io.schemamigration.runner.script;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.Repeatable;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.words.StatementKind;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.Sql;
import io.schemamigration.runner.foresee.ScriptPlan;
import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a script asks of the two tables, and writes into them. */
record ScriptRows(Client client, ScriptPlan course) {
  private static final String APPLIED = " AND status IN ('running', 'completed', 'baselined')";
  static final String ANEW = "See migrate status, and make a new script: migrate sql.";

  private static final List<String> COLUMNS =
      List.of(
          "version",
          "description",
          "phase",
          "checksum",
          "status",
          "execution_time_ms",
          "applied_by",
          "statement",
          "metadata");

  private Sql sql() {
    return client.sql();
  }

  boolean ofSqlite() {
    return switch (client) {
      case Psql psql -> false;
      case Sqlite3 sqlite -> true;
    };
  }

  boolean transactional(Statement statement) {
    return StatementKind.transactional(ofSqlite() ? Dialect.SQLITE : Dialect.POSTGRESQL, statement);
  }

  /** The row is still the script's own, and stays so until the transaction ends. */
  String holds() {
    return client.lockRow()
        + demand(
            "EXISTS (SELECT 1 FROM "
                + sql().window()
                + " WHERE step_id = "
                + client.literal(course.id())
                + ")",
            "another run has taken this database over since the script began",
            ANEW);
  }

  String notApplied(Version version) {
    return notApplied(List.of(version));
  }

  String notApplied(List<Version> versions) {
    if (versions.isEmpty()) {
      return "";
    }
    var words =
        versions.size() == 1
            ? "migration " + versions.getFirst() + " is"
            : "a version of the script is";
    return demand(
        "NOT EXISTS (SELECT 1 FROM "
            + sql().history()
            + " WHERE version IN ("
            + versions.stream()
                .map(v -> client.literal(v.toString()))
                .collect(Collectors.joining(", "))
            + ")"
            + APPLIED
            + ")",
        words + " applied already",
        ANEW);
  }

  private String demand(String condition, String message, String hint) {
    return client.demand(condition, message, hint);
  }

  String record(Migration migration, String status, String millis, int statement) {
    var values =
        values(
            migration.version().toString(),
            migration.description(),
            migration.phase(),
            migration.checksum(),
            status,
            millis,
            statement);
    return insert() + " VALUES (" + String.join(", ", values) + ");\n";
  }

  private String insert() {
    return "INSERT INTO " + sql().history() + " (" + String.join(", ", COLUMNS) + ")";
  }

  /** In the order of the columns. */
  private List<String> values(
      String version,
      String description,
      @Nullable Phase phase,
      String checksum,
      String status,
      String millis,
      int statement) {
    return List.of(
        client.literal(version),
        client.literal(description),
        client.literal(phase == null ? null : phase.text()),
        client.literal(checksum),
        client.literal(status),
        millis,
        client.user(),
        Integer.toString(statement),
        client.metadata(course.id(), course.override()));
  }

  String reached(Version version, int statement) {
    return running("statement = " + statement, version);
  }

  String completed(Version version) {
    return running(
        "status = 'completed', execution_time_ms = " + client.millisSinceApplied(), version);
  }

  private String running(String set, Version version) {
    return "UPDATE "
        + sql().history()
        + " SET "
        + set
        + " WHERE version = "
        + client.literal(version.toString())
        + " AND status = 'running';\n";
  }

  /** A repeatable file has one row, which each run brings up to date. */
  String ran(Repeatable file) {
    var values =
        values(
            file.name(),
            file.description(),
            file.phase(),
            file.checksum(),
            "completed",
            client.millis(),
            file.statements().size());
    var set = new StringJoiner(", ");
    for (int i = 1; i < values.size(); i++) {
      set.add(COLUMNS.get(i) + " = " + values.get(i));
    }
    var its = " WHERE version = " + client.literal(file.name()) + " AND status = 'completed'";
    return "UPDATE "
        + sql().history()
        + " SET applied_at = "
        + sql().now()
        + ", hostname = NULL, "
        + set
        + its
        + ";\n"
        + insert()
        + " SELECT "
        + String.join(", ", values)
        + " WHERE NOT EXISTS (SELECT 1 FROM "
        + sql().history()
        + its
        + ");\n";
  }

  /** The ends of the window before the first statement of one that isn't one transaction. */
  String raise(CompatibilityWindow window) {
    return "UPDATE "
        + sql().window()
        + " SET minimum = "
        + client.literal(window.minimum().toString())
        + ", maximum = "
        + client.literal(window.maximum().toString())
        + ", updated_at = "
        + sql().now()
        + ";\n";
  }

  /**
   * Where the window is with a migration.
   *
   * @param minimum null where it stays as it is
   */
  String move(@Nullable Version minimum, Version maximum, Collection<Version> pending) {
    return "UPDATE "
        + sql().window()
        + " SET "
        + (minimum == null ? "" : "minimum = " + client.literal(minimum.toString()) + ", ")
        + "maximum = "
        + client.literal(maximum.toString())
        + ", pending = "
        + client.literal(
            pending.stream().sorted().map(Version::toString).collect(Collectors.joining(" ")))
        + ", digest = "
        + client.literal(course.source().digest())
        + ", updated_at = "
        + sql().now()
        + ";\n";
  }
}
