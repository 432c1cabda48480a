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
  // ---- any database
  SYNTAX_ERROR(null, Severity.ERROR, "the database can't read the statement"),
  UNKNOWN_STATEMENT(null, Severity.ERROR, "nobody can tell what the statement does to older code"),
  MILDER_PHASE(null, Severity.ERROR, "the declared phase is milder than what the statements do"),
  DROP_TABLE(null, Severity.WARNING, "a table is removed, with its rows"),
  DROP_COLUMN(null, Severity.WARNING, "a column is removed, with its values"),
  RENAME_TABLE(null, Severity.ERROR, "a table gets another name in one step"),
  RENAME_COLUMN(null, Severity.ERROR, "a column gets another name in one step"),
  DELETE_ROWS(null, Severity.WARNING, "rows are removed"),
  UPDATE_ALL_ROWS(null, Severity.WARNING, "every row of a table is written in one transaction");

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
