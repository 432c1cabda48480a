package io.schemamigration.core.source.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.window.Phase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackfillsTest {
  private static final String FILL = "UPDATE t SET a = 1 WHERE id BETWEEN :from AND :upto;\n";
  private static final String MARK = "-- backfill: t.id batch 10\n";

  private static Migration read(String sql) throws SourceException {
    return read("001_fill.sql", sql).migrations().getFirst();
  }

  private static MigrationSource read(String name, String sql) throws SourceException {
    var first =
        new SourceFile(
            "V0_1__t.sql", "CREATE TABLE t (id int);\n".getBytes(StandardCharsets.UTF_8));
    var file = new SourceFile(name, sql.getBytes(StandardCharsets.UTF_8));
    return Inventory.of(name.startsWith("R") ? List.of(first, file) : List.of(file))
        .read(Dialect.POSTGRESQL);
  }

  @Test
  void aMarkedStatementRunsInBatchesAndItsMigrationOutsideOfATransaction() throws SourceException {
    var migration = read("ALTER TABLE t ADD COLUMN a int;\n" + MARK + "-- why\n" + FILL);

    assertThat(migration.transactional()).isFalse();
    assertThat(migration.up().get(0).backfill()).isNull();
    var backfill = migration.up().get(1).backfill();
    assertThat(backfill).isNotNull();
    assertThat(backfill.batch()).isEqualTo(10);
  }

  @Test
  void aBackfillIsExpandWhereItFillsWhatIsNull() throws SourceException {
    var empty = FILL.replace(";", " AND a IS NULL;");
    assertThat(read(MARK + empty).phase()).isEqualTo(Phase.EXPAND);
    assertThat(read(MARK + FILL).phase()).isNull();
    var delete = "DELETE FROM t WHERE id BETWEEN :from AND :upto;\n";
    assertThat(read(MARK + delete).phase()).isNull();
    assertThat(read("-- phase: contract\n" + MARK + delete).phase()).isEqualTo(Phase.CONTRACT);
  }

  @Test
  void aMarkCountsInAnUpSection() throws SourceException {
    var migration = read("-- Up\nSELECT 1;\n" + MARK + FILL + "-- Down\nSELECT 2;\n");
    assertThat(migration.up().get(1).backfill()).isNotNull();
    assertThat(migration.transactional()).isFalse();
  }

  @Test
  void aRemarkAboutABackfillChangesNothing() throws SourceException {
    var migration = read("-- Backfill: users.email from what wasn't there\nUPDATE t SET a = 1;\n");
    assertThat(migration.transactional()).isTrue();
    assertThat(migration.up().getFirst().backfill()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          -- backfill: t.id batch 10~UPDATE t SET a = 1;                      | :2: | has :from and :upto
          UPDATE t SET a = 1 WHERE id BETWEEN :from AND :upto;                | :1: | isn't marked as a backfill
          -- backfill: t.id batch 0~UPDATE t SET a = 1 WHERE id BETWEEN :from AND :upto; | :1: | batch '0'
          -- backfill: t.id pause 5x~UPDATE t SET a = 1 WHERE id BETWEEN :from AND :upto; | :1: | pause '5x'
          -- backfill: all of t~UPDATE t SET a = 1 WHERE id BETWEEN :from AND :upto; | :1: | names a table and its key
          SELECT 1;~-- backfill: t.id batch 10                                | :2: | no statement begins after this mark
          UPDATE t SET~-- backfill: t.id batch 10~a = 1 WHERE id BETWEEN :from AND :upto; | :2: | no statement begins after
          -- backfill: t.id batch 10~-- backfill: t.id batch 20~UPDATE t SET a = 1 WHERE id BETWEEN :from AND :upto; | :2: | a second mark
          -- Up~SELECT 1;~-- Down~UPDATE t SET a = 1 WHERE id BETWEEN :from AND :upto; | :4: | a down part can't run in batches
          """)
  void whatCantBeMeantIsRefusedWithFileAndLine(String file, String line, String message) {
    assertThatThrownBy(() -> read(file.replace("~", "\n")))
        .isInstanceOfSatisfying(
            SourceException.class,
            e -> {
              assertThat(e.problems()).as("%s", e.problems()).hasSize(1);
              assertThat(e.problems().getFirst().text()).contains("001_fill.sql" + line, message);
              assertThat(e.problems().getFirst().hint()).isNotBlank();
            });
  }

  @Test
  void aRepeatableFileHasNoBackfill() {
    assertThatThrownBy(() -> read("R__fill.sql", "-- phase: expand\n" + MARK + FILL))
        .isInstanceOfSatisfying(
            SourceException.class,
            e ->
                assertThat(e.problems().getFirst().message())
                    .contains("has to fit into a transaction"));
  }
}
