package io.schemamigration.runner.lint;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What {@code .migrate.toml} says to every verb; null: nothing is said.
 *
 * @param urlFrom where the database's URL stands
 * @param dir folder of the migrations
 * @param lockTimeout how long one attempt waits for a lock
 * @param indexesAsWritten whether no index is built CONCURRENTLY unless its file says so
 */
public record CommandSettings(
    @Nullable UrlFrom urlFrom,
    @Nullable Path dir,
    @Nullable Duration lockTimeout,
    boolean indexesAsWritten) {

  /** Where a URL stands: it can have a password, which has no place in a file that is shared. */
  public sealed interface UrlFrom {
    /** The line that says so, as {@code FILE:LINE}. */
    String where();

    /**
     * In a variable of the environment.
     *
     * @param where the line that says so
     * @param name of the variable
     */
    record Variable(String where, String name) implements UrlFrom {}

    /**
     * In a file.
     *
     * @param where the line that says so
     * @param file that has the URL and nothing else
     */
    record Content(String where, Path file) implements UrlFrom {}
  }
}
