package io.schemamigration.runner.foresee;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.window.Version;
import io.schemamigration.runner.db.ledger.HistoryRow;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long migrations may take: as long as they took the last time here, else as long as their
 * authors expect.
 *
 * @param millis of those that something is known about; null where nothing is known
 * @param known how many these are
 * @param all how many there are
 */
public record Estimate(@Nullable Long millis, int known, int all) {
  private static final double MILLIS = 1000;
  private static final long SHOWN_FROM = 100;

  public static Estimate of(List<Migration> migrations, List<HistoryRow> history) {
    var took = new HashMap<Version, Long>();
    for (var row : history) {
      if (row.millis() != null && row.error() == null) {
        took.put(row.migration().version(), row.millis());
      }
    }
    long sum = 0;
    int known = 0;
    for (var migration : migrations) {
      var expected = migration.metadata().estimatedDurationMillis();
      var millis = took.getOrDefault(migration.version(), expected);
      if (millis != null) {
        sum += millis;
        known++;
      }
    }
    return new Estimate(known == 0 ? null : sum, known, migrations.size());
  }

  /** In words, where anything is known. */
  public Optional<String> text() {
    if (millis == null) {
      return Optional.empty();
    }
    var seconds =
        millis < SHOWN_FROM ? "under 0.1 s" : String.format(Locale.ROOT, "%.1f s", millis / MILLIS);
    var part = known == all ? "" : " for " + known + " of " + all + "; the rest isn't known";
    return Optional.of("estimated " + seconds + part);
  }
}
