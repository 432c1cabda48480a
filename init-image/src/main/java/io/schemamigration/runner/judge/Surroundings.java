package io.schemamigration.runner.judge;

import io.schemamigration.core.analysis.DatabaseCode;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.window.Version;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Whether what is pending may meet something that exists: looked at quickly, by words alone. */
final class Surroundings {
  private static final Pattern DOCUMENTS =
      Pattern.compile("\\b(jsonb?|bytea|xml|tsvector)\\b|\\[\\s*\\]", Pattern.CASE_INSENSITIVE);

  private static final Pattern INDEX =
      Pattern.compile("CREATE\\s+INDEX\\b", Pattern.CASE_INSENSITIVE);

  private final MigrationSource source;
  private final Set<Version> open;

  Surroundings(MigrationSource source, Set<Version> open) {
    this.source = source;
    this.open = open;
  }

  /** Whether something is applied, and a pending migration changes or removes something. */
  boolean mayMeetSomething() {
    return open.size() < source.migrations().size()
        && source.migrations().stream()
            .filter(migration -> open.contains(migration.version()))
            .anyMatch(m -> has(m, Surroundings::changes));
  }

  private static boolean changes(String sql) {
    return isFirst("ALTER", sql) || isFirst("DROP", sql) || DatabaseCode.mayBe(sql);
  }

  /**
   * Whether a migration has to be judged, though it is on the short list: a new column may meet
   * code, an index long values.
   */
  Predicate<Migration> with(List<Statement> database) {
    if (open.isEmpty()) {
      return migration -> false;
    }
    boolean code =
        database.stream().anyMatch(statement -> DatabaseCode.mayBe(statement.sql()))
            || source.migrations().stream().anyMatch(m -> has(m, DatabaseCode::mayBe));
    boolean documents =
        source.migrations().stream()
                .anyMatch(m -> open.contains(m.version()) && has(m, Surroundings::makesIndex))
            && source.migrations().stream().anyMatch(m -> has(m, Surroundings::namesDocuments));
    return migration ->
        (code && has(migration, sql -> isFirst("ALTER", sql)))
            || (documents && has(migration, Surroundings::makesIndex));
  }

  private static boolean makesIndex(String sql) {
    return isFirst("CREATE", sql) && INDEX.matcher(sql).lookingAt();
  }

  /** A statement about rows gives no column its type. */
  private static boolean namesDocuments(String sql) {
    return !isFirst("INSERT", sql)
        && !isFirst("UPDATE", sql)
        && !isFirst("DELETE", sql)
        && DOCUMENTS.matcher(sql).find();
  }

  private static boolean has(Migration migration, Predicate<String> wanted) {
    return migration.up().stream().anyMatch(statement -> wanted.test(statement.sql()));
  }

  private static boolean isFirst(String word, String sql) {
    return sql.regionMatches(true, 0, word, 0, word.length());
  }
}
