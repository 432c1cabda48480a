package io.schemamigration.core.analysis;

import io.schemamigration.core.sql.Dialect;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for. Each has a page, which {@code migrate explain} prints. A rule about
 * compatibility is as severe as what it leads to; the others say what running it costs.
 */
public enum Rule {
  // ---- lint itself
  INVALID_MIGRATION(null, Severity.ERROR, "a file can't be taken as a migration"),
  UNUSED_ACCEPTANCE(null, Severity.WARNING, "a rule is accepted that finds nothing there"),
  STALE_BASELINE(null, Severity.NOTICE, "the baseline has an entry that finds nothing any more"),
  // ---- any database
  SYNTAX_ERROR(null, Severity.ERROR, "the database can't read the statement"),
  UNKNOWN_STATEMENT(null, Severity.ERROR, "nobody can tell what the statement does to older code"),
  MILDER_PHASE(null, Severity.ERROR, "the declared phase is milder than what the statements do"),
  DROP_TABLE(null, Severity.WARNING, "a table is removed, with its rows"),
  DROP_COLUMN(null, Severity.WARNING, "a column is removed, with its values"),
  RENAME_TABLE(null, Severity.ERROR, "a table gets another name in one step"),
  RENAME_COLUMN(null, Severity.ERROR, "a column gets another name in one step"),
  DELETE_ROWS(null, Severity.WARNING, "rows are removed"),
  UPDATE_ALL_ROWS(null, Severity.WARNING, "every row of a table is written in one transaction"),

  // ---- SQLite
  SQLITE_ADD_COLUMN_LIMIT(
      Dialect.SQLITE, Severity.ERROR, "a column is added in a way that SQLite refuses"),
  SQLITE_REQUIRED_COLUMN(
      Dialect.SQLITE, Severity.ERROR, "a column is added that needs a value and has no default"),
  SQLITE_COLUMN_RULE(
      Dialect.SQLITE, Severity.WARNING, "a column is added with a rule that older code can break"),
  SQLITE_SET_NOT_NULL(Dialect.SQLITE, Severity.WARNING, "a column takes no NULL any more"),
  SQLITE_ADD_CHECK(Dialect.SQLITE, Severity.WARNING, "a table checks what is written to it"),
  SQLITE_DROP_CONSTRAINT(Dialect.SQLITE, Severity.WARNING, "a constraint is removed"),
  SQLITE_FOREIGN_KEY(
      Dialect.SQLITE, Severity.WARNING, "rows of another table keep older code from deleting"),
  SQLITE_UNIQUE_INDEX(
      Dialect.SQLITE, Severity.WARNING, "a unique index refuses what older code may write"),
  SQLITE_EXPRESSION_INDEX(
      Dialect.SQLITE, Severity.WARNING, "an index has an expression that can fail"),
  SQLITE_DROP_INDEX(Dialect.SQLITE, Severity.WARNING, "an index is removed that may be unique"),
  SQLITE_DROP_VIEW(Dialect.SQLITE, Severity.WARNING, "a view is removed"),
  SQLITE_DROP_TRIGGER(Dialect.SQLITE, Severity.WARNING, "a trigger is removed"),
  SQLITE_AFFINITY(Dialect.SQLITE, Severity.ERROR, "a column keeps its values in another way"),
  SQLITE_RECREATE_NARROWS(
      Dialect.SQLITE, Severity.WARNING, "a table is made anew and takes less than before"),
  SQLITE_RECREATE_LOSES_VALUES(
      Dialect.SQLITE, Severity.WARNING, "a table is made anew without all of its values"),
  SQLITE_RECREATE_LOSES_INDEX(
      Dialect.SQLITE, Severity.WARNING, "an index goes with a table that is made anew"),
  SQLITE_RECREATE_LOSES_TRIGGER(
      Dialect.SQLITE, Severity.WARNING, "a trigger goes with a table that is made anew"),
  SQLITE_RECREATE_FOREIGN_KEYS(
      Dialect.SQLITE, Severity.NOTICE, "rows of other tables go with a table that is made anew"),
  SQLITE_PRAGMA(Dialect.SQLITE, Severity.WARNING, "a PRAGMA changes the file for everybody"),
  SQLITE_VACUUM(Dialect.SQLITE, Severity.NOTICE, "the whole file is written anew");

  private final @Nullable Dialect dialect;
  private final Severity severity;
  private final String summary;

  Rule(@Nullable Dialect dialect, Severity severity, String summary) {
    this.dialect = dialect;
    this.severity = severity;
    this.summary = summary;
  }

  /** As it is written in settings, reports and {@code -- accept:}: {@code drop-column}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The database that it is about; null: every one. */
  public @Nullable Dialect dialect() {
    return dialect;
  }

  /** Unless settings say otherwise. */
  public Severity severity() {
    return severity;
  }

  /** In a few words, without a full stop. */
  public String summary() {
    return summary;
  }

  /** The one with that id. */
  public static Optional<Rule> parse(String id) {
    for (var rule : values()) {
      if (rule.id().equals(id)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }
}
