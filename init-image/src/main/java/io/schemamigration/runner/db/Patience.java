package io.schemamigration.runner.db;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long the database may take, on PostgreSQL.
 *
 * @param lock for a lock, at each attempt; zero for as long as it takes
 * @param statement for one statement of a migration; null for as long as it takes
 */
public record Patience(Duration lock, @Nullable Duration statement) {
  /** Others that queue behind a waiting ALTER TABLE get through after this. */
  public static final Patience USUAL = new Patience(Duration.ofSeconds(5), null);

  /** For {@code lock_timeout}, with its unit. */
  public String lockTimeout() {
    return lock.toMillis() + "ms";
  }

  /** For {@code statement_timeout}, with its unit; zero is none. */
  public String statementTimeout() {
    return (statement == null ? 0 : statement.toMillis()) + "ms";
  }
}
