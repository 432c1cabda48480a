package io.schemamigration.runner.lint;

import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.analysis.Severity;
import io.schemamigration.core.sql.Dialect;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code .migrate.toml} says.
 *
 * @param folder the one that it is in, from which its paths count
 * @param dialect whose SQL it is; null: nothing is said
 * @param release of PostgreSQL; null: nothing is said
 * @param baseline the file with the findings that are known; null: nothing is said
 * @param rules severities that were changed
 * @param paths severities for some files; of several that fit the last one counts
 */
public record LintSettings(
    Path folder,
    @Nullable Dialect dialect,
    @Nullable Integer release,
    @Nullable Path baseline,
    Map<Rule, Severity> rules,
    List<Place> paths) {

  /** Severities for the files that a pattern fits. */
  record Place(PathMatcher files, Map<Rule, Severity> rules) {}

  /** Nothing is said. */
  public static LintSettings none(Path folder) {
    return new LintSettings(folder, null, null, null, Map.of(), List.of());
  }

  /**
   * How much a finding of a rule matters in a file.
   *
   * @param otherwise where nothing is said
   */
  Severity severity(Rule rule, Path file, Severity otherwise) {
    var severity = rules.getOrDefault(rule, otherwise);
    var below = folder.toAbsolutePath().normalize().relativize(file.toAbsolutePath().normalize());
    for (var place : paths) {
      if (place.rules().containsKey(rule) && place.files().matches(below)) {
        severity = place.rules().getOrDefault(rule, severity);
      }
    }
    return severity;
  }
}
