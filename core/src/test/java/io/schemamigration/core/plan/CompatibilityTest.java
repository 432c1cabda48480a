package io.schemamigration.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.report.Reason;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.source.read.Digest;
import io.schemamigration.core.source.read.Inventory;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands in the way of migrations that are to be applied together. */
class CompatibilityTest {
  private static final String ADDS = "ALTER TABLE t ADD COLUMN a int;\n";

  private final List<SourceFile> files = new ArrayList<>();
  private final List<AppliedMigration> history = new ArrayList<>();

  private CompatibilityTest file(String name, String text) {
    files.add(new SourceFile(name, text.getBytes(StandardCharsets.UTF_8)));
    return this;
  }

  private CompatibilityTest row(String version, HistoryStatus status) {
    history.add(new AppliedMigration(Version.of(version), "x", Phase.EXPAND, null, status));
    return this;
  }

  private Plan plan() throws SourceException {
    return Planner.plan(
        new PlanRequest(
            Inventory.of(files).read(Dialect.SQLITE),
            history,
            CompatibilityWindow.EMPTY,
            null,
            null,
            Mode.BY_HAND,
            false));
  }

  private static String told(Plan plan) {
    return switch (plan) {
      case Plan.Apply apply -> "applies " + apply.toApply().size();
      case Plan.Refused(Reason reason, var problems) -> reason + " " + problems.getFirst().text();
    };
  }

  @Test
  void aColumnThatTwoPendingFilesAddIsToldWithBoth() throws SourceException {
    assertThat(told(file("001_a.sql", ADDS).file("002_b.sql", "-- x\n" + ADDS).plan()))
        .startsWith("INVALID_MIGRATIONS 002_b.sql:2: column a of t is added here and in 001_a.sql");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER TABLE t ADD COLUMN a int|ALTER TABLE t ADD a text|is added here and in 001_a.sql",
        "ALTER TABLE t ADD COLUMN a int|ALTER TABLE t ADD COLUMN IF NOT EXISTS a text|applies 1",
        "ALTER TABLE t ADD COLUMN a int|'-- accept: made-twice by hand\nALTER TABLE t ADD a text'|applies 1",
        "ALTER TABLE t ADD COLUMN a int|DROP TABLE t; ALTER TABLE t ADD a text|applies 1",
        "ALTER TABLE s.t ADD COLUMN a int|ALTER TABLE r.t ADD COLUMN a text|applies 1",
        "ALTER TABLE s.t ADD COLUMN a int|ALTER TABLE s.t ADD COLUMN a text|is added here and in",
        "ALTER TABLE t ADD COLUMN \"byUs\" int|ALTER TABLE t ADD COLUMN \"byUS\" int|applies 1",
        "ALTER TABLE t ADD COLUMN \"byUs\" int|ALTER TABLE t ADD COLUMN \"byUs\" int|is added here and in",
      })
  void aColumnOfAnAppliedFileIsThere(String applied, String pending, String told)
      throws SourceException {
    file("001_a.sql", applied).file("002_b.sql", pending);
    var checksum = Digest.sha256(applied.getBytes(StandardCharsets.UTF_8));
    history.add(
        new AppliedMigration(
            Version.of("1"), "a", Phase.EXPAND, checksum, HistoryStatus.COMPLETED));
    assertThat(told(plan())).contains(told);
  }

  @Test
  void aColumnMayBeAddedAgainAfterItIsDropped() throws SourceException {
    file("001_a.sql", ADDS)
        .file("002_b.sql", "ALTER TABLE t DROP COLUMN a")
        .file("003_c.sql", ADDS);
    assertThat(told(plan())).isEqualTo("applies 3");
  }

  @Test
  void whatIsAppliedIsTheDatabasesBusiness() throws SourceException {
    file("001_a.sql", ADDS).file("002_b.sql", ADDS).row("1", HistoryStatus.COMPLETED);
    assertThat(told(plan())).isEqualTo("applies 1");
  }

  @Test
  void whatAMigrationDependsOnHasToBeThere() throws SourceException {
    file("001_a.sql", "").file("005_b.sql", "-- depends: 1, V003\nSELECT 1");
    assertThat(told(plan()))
        .startsWith("INVALID_MIGRATIONS 005_b.sql: migration 5 depends on 3, which is neither");
  }

  @Test
  void itMayBeAppliedWithoutAFileOrBelowABaseline() throws SourceException {
    file("005_b.sql", "-- depends: 3\nSELECT 1");
    assertThat(told(row("3", HistoryStatus.COMPLETED).plan())).isEqualTo("applies 1");
    history.clear();
    assertThat(told(row("4", HistoryStatus.BASELINED).plan())).isEqualTo("applies 1");
    history.clear();
    assertThat(told(row("3", HistoryStatus.ROLLED_BACK).plan())).contains("depends on 3");
  }
}
