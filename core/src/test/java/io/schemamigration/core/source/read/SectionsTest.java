package io.schemamigration.core.source.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SectionsTest {
  private static Migration read(String text) throws SourceException {
    var file = new SourceFile("001_x.sql", text.getBytes(StandardCharsets.UTF_8));
    return Inventory.of(List.of(file)).read(Dialect.SQLITE).migrations().getFirst();
  }

  /** Each as its tool writes it, and as people write it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-- @up                 | -- @down",
        "-- @UP                 | -- @DOWN",
        "--@up                  | --@down",
        "-- Upgrade             | -- Downgrade",
        "-- Up                  | -- Downgrade:",
        "-- migrate up          | -- migrate down",
        "-- Migration Up        | -- Migration Down",
        "-- [up]                | -- [down]",
        "-- ===== UP =====      | -- ===== DOWN =====",
        "-- +up                 | -- +down",
        "-- section: up         | -- section: down",
        "-- +micrate Up         | -- +micrate Down",
        "-- rambler up          | -- rambler down",
        "-- !Ups                | -- !Downs",
        "# --- !Ups             | # --- !Downs",
        "-- migrate: up         | -- migrate: down",
        "-- nothing             | ---- create above / drop below ----",
        "-- // Create table     | -- //@UNDO",
        "-- // Create table     | -- // @UNDO",
      })
  void knownMarksTellSectionsApart(String up, String down) throws SourceException {
    var migration = read(up + "\nSELECT 1;\n\n" + down + "\nSELECT 2;\n");
    assertThat(migration.up()).containsExactly(new Statement("SELECT 1", 2));
    assertThat(migration.down()).containsExactly(new Statement("SELECT 2", 5));
  }

  /** With nothing that is known above, and with a mark that is: "-- Up", "-- Rollback". */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-- Rollback",
        "-- Rollback:",
        "-- ROLLBACK",
        "-- === Roll back ===",
        "-- Undo",
        "-- <<< revert >>>",
        "-- Reverse",
        "-- backwards",
        "-- downs",
        "-- @rollback",
        "-- rollback section",
        "-- Rollback statements:",
        "-- BEGIN DOWN",
        "-- down start",
        "-- up/down",
        "-- +mytool Down",
        "-- drop below",
        "/* Down */",
        "/* Undo */",
        "/*\n * Rollback\n */",
        "/* @down */",
        "-- To rollback:",
        "-- To undo this migration, run:",
        "-- How to revert (manually)",
        "-- Rollback (manual):",
        "-- undoes the above",
        "-- To roll back release 7 by hand, the table has to go",
        "-- Teardown",
        "-- Cleanup",
        "-- clean up everything that 003 made",
        "-- DROP",
        "/* To roll back: the table goes */",
      })
  void whatReadsLikeAnotherPartIsRefusedWithItsLine(String mark) {
    for (var up : List.of("-- forward", "-- Up", "/* Up */", "--")) {
      assertThatThrownBy(() -> read(up + "\nCREATE TABLE a (b int);\n" + mark + "\nDROP TABLE a;"))
          .as(up)
          .isInstanceOf(SourceException.class)
          .hasMessageStartingWith("001_x.sql:3: '");
    }
  }

  /** An Up that isn't a tool's wants a Down: what is named like one isn't taken for prose. */
  @ParameterizedTest
  @CsvSource({
    "-- Upgrade, -- foo down",
    "-- Up, -- billing: rollback",
    "-- === UP ===, -- mytool:down",
    "-- Up migration, /* foo: Down */",
    "-- Upgrade, -- foo_tool downgrade",
  })
  void belowUpWhatIsNamedLikeDownIsRefusedWithItsLine(String up, String mark) {
    assertThatThrownBy(() -> read(up + "\nCREATE TABLE a (b int);\n" + mark + "\nSELECT 2;"))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith("001_x.sql:3: '");
  }

  @ParameterizedTest
  @CsvSource({
    "-- nothing, -- shut down",
    "-- +goose Up, -- shut down",
    "-- Up, -- scale it down",
    "-- Up, -- reverse index",
    "-- Upgrade, -- then shut down the queue",
  })
  void otherWordsBelowItAreARemark(String up, String mark) throws SourceException {
    assertThat(read(up + "\nCREATE TABLE a (b int);\n" + mark + "\nSELECT 2;").up()).hasSize(2);
  }

  /** Prose is a mark where what is below it takes back what is above. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE a ADD COLUMN b int;\n-- undo 3 like this\nALTER TABLE a DROP COLUMN b;",
        "CREATE VIEW v AS SELECT 1;\n-- to revert release 3\nDROP VIEW IF EXISTS v;",
        "CREATE INDEX i ON a (b);\nUPDATE a SET b = 1;\n-- undo both again, by hand\n"
            + "DROP INDEX i;\nUPDATE a SET b = 0;",
        "CREATE TABLE a (b int);\nINSERT INTO a VALUES (1);\n-- remove it all\nDROP TABLE a;",
      })
  void proseOverWhatTakesBackIsRefused(String text) {
    assertThatThrownBy(() -> read(text + "\n")).hasMessageContaining("reads like the mark of");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE a (b int);\n-- undo what 003 made\nDROP TABLE c;",
        "CREATE TEMP TABLE a (b int);\n-- undo release 3\nDROP TABLE a;",
        "CREATE TEMP TABLE a (b int);\n-- cleanup\nDROP TABLE a;",
        "CREATE TABLE n (b int);\nINSERT INTO m SELECT 1;\n"
            + "UPDATE m SET b = 2;\n-- clean up\nDROP TABLE n;",
        "CREATE TABLE n (b int);\nCREATE TABLE o (b int);\n-- cleanup\nDROP TABLE n;",
        "DROP TABLE a;\n-- remove the old one, undo 3\nDROP TABLE b;",
        "CREATE TABLE a (b int);\n-- undo the default of 3\nDROP TABLE c;\nCREATE TABLE d (b int);",
      })
  void proseOverAnythingElseIsARemark(String text) throws SourceException {
    assertThat(read(text + "\n").up()).hasSizeGreaterThan(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-- Up", "-- Forward", "/* UP */", "-- @up", "-- [up]"})
  void aSecondUpPartIsRefused(String mark) {
    assertThatThrownBy(() -> read("DROP TABLE a;\n" + mark + "\nCREATE TABLE a (b int);\n"))
        .hasMessageStartingWith("001_x.sql:2: '");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // prose
        "-- rollback plan: see the wiki\nSELECT 2;",
        "-- rollback is manual\nSELECT 2;",
        "-- Rollback: DROP TABLE a\nSELECT 2;",
        "--rollback DROP TABLE a;\nSELECT 2;",
        "-- undo the default of 003\nSELECT 2;",
        "-- backward compatible\nSELECT 2;",
        "-- reverse index\nSELECT 2;",
        "-- shut down\nSELECT 2;",
        "-- scale down, later\nSELECT 2;",
        "-- upgrade the rows of release 3\nSELECT 2;",
        "-- looks up the parent\nSELECT 2;",
        "-- Running downgrade 3 -> 2\nSELECT 2;",
        "-- migrate: copies the rows\nSELECT 2;",
        "/* undo the default of 003 */ SELECT 2;",
        "/* rolls back to 1\n * Down\n */ SELECT 2;",
        "SELECT 2; -- Rollback",
        // only what is a comment itself comes below it
        "SELECT 2;\n-- Rollback:\n-- DROP TABLE a;",
        "-- Rollback:\n-- ALTER TABLE a\n--   DROP COLUMN b;\n\nSELECT 2;",
        "SELECT 2;\n-- Down",
        "SELECT 2;\n-- Down migration isn't supported\n-- DROP TABLE a;",
        "SELECT 2;\n/* Down\nDROP TABLE a;\n*/",
        "/*\nRollback:\n  DROP TABLE a;\n*/\nSELECT 2;",
        // a statement that is taken out
        "-- ROLLBACK;\nSELECT 2;",
        "SELECT 2;\n-- rollback\n;",
        // within a statement
        "SELECT\n-- undo\n2;",
      })
  void remarksAreNoSections(String text) throws SourceException {
    var migration = read("CREATE TABLE a (b int);\n" + text + "\n");
    assertThat(migration.up()).hasSize(2);
    assertThat(migration.down()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-- Rollback\nDROP TABLE a;",
        "-- revert\n-- what 003 made\nDROP TABLE a;",
        "BEGIN;\nDROP TABLE a;\n-- Rollback\nCOMMIT;",
        "-- +goose Up\nDROP TABLE a;\n-- rollback\nSELECT 1;\n-- +goose Down\nSELECT 2;",
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN\nDELETE FROM a;\n-- undo\nDELETE FROM b;\nEND;",
      })
  void aHeadingIsNoSection(String text) throws SourceException {
    assertThat(read(text).up()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"-- @up|-- Down", "-- +micrate Up|-- @down", "-- Up|-- //@UNDO"})
  void marksOfTwoToolsAreRefused(String up, String down) {
    assertThatThrownBy(() -> read(up + "\nSELECT 1;\n" + down + "\nSELECT 2;\n"))
        .hasMessageContaining("marked in another way");
  }

  @ParameterizedTest
  @ValueSource(strings = {"---- tern: disable-tx ----\nSELECT 1;", "-- +goose NO TRANSACTION\n"})
  void marksThatTurnTheTransactionOff(String text) throws SourceException {
    assertThat(read(text + "\nSELECT 1;").transactional()).isFalse();
  }
}
