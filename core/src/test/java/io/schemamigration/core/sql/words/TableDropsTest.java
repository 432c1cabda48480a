package io.schemamigration.core.sql.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlSplitter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableDropsTest {
  private static TableDrops of(String sql) {
    return TableDrops.of(SqlSplitter.split(Dialect.SQLITE, sql, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE x_new (a); INSERT INTO x_new SELECT * FROM x; DROP TABLE x; ALTER TABLE x_new RENAME TO x;",
        "create table \"X_new\"(a); drop table if exists [X]; alter table `X_new` rename to 'x';",
        "DROP TABLE main.x; /* then */ ALTER TABLE main.x_new -- …\n RENAME TO x;",
        "CREATE TABLE keep AS SELECT * FROM x; DROP TABLE x; CREATE TABLE IF NOT EXISTS x (a); DROP TABLE keep;",
        "ALTER TABLE x RENAME TO x_old; CREATE TABLE y (a); DROP TABLE x; ALTER TABLE y RENAME TO x;"
      })
  void aTableThatIsDroppedAndThereAgainIsRecreated(String sql) {
    assertThat(of(sql).recreated()).containsExactly("x");
    assertThat(of(sql).enforced()).isFalse();
  }

  @Test
  void aRecreateIsNotEnforcedEvenIfTheFileBeginsWithForeignKeysOn() {
    assertThat(of("PRAGMA foreign_keys = ON; DROP TABLE x; CREATE TABLE x (a);").enforced())
        .isFalse();
  }

  @Test
  void aColumnRenamedMakesNoTable() {
    var drops =
        of("DROP TABLE a; ALTER TABLE t RENAME COLUMN b TO a; ALTER TABLE t RENAME b TO a;");

    assertThat(drops.recreated()).isEmpty();
    assertThat(drops.dropped()).containsExactly("a");
    assertThat(drops.enforced()).isFalse();
  }

  @Test
  void aTableDroppedForGoodIsEnforcedOnlyIfTheFileAsksForIt() {
    assertThat(of("PRAGMA foreign_keys = ON; DROP TABLE x;").enforced()).isTrue();
    assertThat(of("DROP TABLE x;").enforced()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "PRAGMA foreign_keys = OFF, false",
    "pragma foreign_keys=0, false",
    "PRAGMA main.foreign_keys(no), false",
    "PRAGMA foreign_keys = 'false', false",
    "PRAGMA foreign_keys = 1, true",
    "PRAGMA foreign_keys = 10, true",
    "PRAGMA foreign_keys(ON), true",
    "PRAGMA foreign_keys = \"yes\", true",
    "PRAGMA foreign_keys = OFF; PRAGMA foreign_keys = ON, false",
    "PRAGMA foreign_keys, true",
    "PRAGMA foreign_key_check, true",
    "PRAGMA defer_foreign_keys = OFF, true",
    "SELECT 1, true"
  })
  void theFilesOwnPragmaIsHeard(String sql, boolean enforced) {
    assertThat(of(sql).enforced()).isEqualTo(enforced);
  }

  @Test
  void indicesTriggersAndViewsDroppedByNameAreKnown() {
    assertThat(of("DROP INDEX a; DROP TRIGGER IF EXISTS main.B; DROP VIEW \"c d\";").others())
        .containsExactlyInAnyOrder("a", "b", "c d");
  }
}
