package io.schemamigration.core.source.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.sql.Dialect;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {
  @ParameterizedTest
  @CsvSource({
    "V1.2.3.4.5__x.sql, V1.2.3.4005__x.sql",
    "V1_2_3_4_5_6__x_y.sql, V1.2.3.4005006__x_y.sql",
    "U1.0.0.12.1234__x.sql, U1.0.0.121234__x.sql",
    "V1.2.3.4.5.sql, ''",
    "V1.2..3.4.5__x.sql, ''",
    "V1.2.3.4.x__x.sql, ''",
    "V1.2.3.1234567890123.456.789__x.sql, ''"
  })
  void ofMorePartsThanFourTheNameToGiveItIsSaid(String name, String renamed) {
    var problem = FileName.read(name).problem();
    assertThat(problem).isNotNull();
    if (renamed.isEmpty()) {
      assertThat(problem.hint()).doesNotContain("rename it to");
    } else {
      assertThat(problem.message()).contains("has more than four parts");
      assertThat(problem.hint()).startsWith("rename it to " + renamed + ", and every other");
      assertThat(FileName.read(renamed).problem()).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "20251127100000_create_runs.sql, 20251127100000, create runs",
    "003_prompts.sql, 3, prompts",
    "003_10_seats.sql, 3, 10 seats",
    "003.sql, 3, ''",
    "0005_20240115_103000_add_status.sql, 5.20240115.103000, add status",
    "0005_20240115_103000.sql, 5.20240115.103000, ''",
    "0005_20240115_1030_add.sql, 5, 20240115 1030 add",
    "0005_20240115_add.sql, 5, 20240115 add",
    "0005_20240115_1030001_add.sql, 5, 20240115 1030001 add",
    "20240115_103000_add.sql, 20240115, 103000 add",
    "V001__initial/up.sql, 1, initial",
    "V001__initial/down.sql, 1, initial",
    "V007__add_x.up.sql, 7, add x",
    "V007__add_x.metadata.yaml, 7, add x",
    "0001_init.up.sql, 1, init",
    "0001_init/up.sql, 1, init",
    "0000_first.sql, 0.0.0.1, first",
    "2023-01-02-030405_create_posts/up.sql, 20230102030405, create posts",
    "2023-01-02-030405-0001_create_posts/down.sql, 20230102030405.1, create posts",
    "2023-01-02-030405-0000_create_posts/up.sql, 20230102030405, create posts",
    "2024-03-13_170000_x/up.sql, 20240313000000, 170000 x",
    "2023-01-02_x.sql, 20230102000000, x",
    "001-x.sql, 1, x",
    "0001-add-users_now.sql, 1, add users now",
    "0001-2fa.up.sql, 1, 2fa",
    "0001_add-users.sql, 1, add-users",
    "20240101000000_x/migration.sql, 20240101000000, x",
    "20240101000000_x.migration.sql, 20240101000000, x",
    "20240215_x/migration.sql, 20240215000000, x",
    "0_init/migration.sql, 0.0.0.1, init",
    "20240101000000123456_x.sql, 20240101000000.123456, x",
    "00000000000000000042_x.up.sql, 42, x",
    "20240101000000_x.postgres.up.sql, 20240101000000, x",
    "20240101000000_x.sqlite3.autocommit.down.sql, 20240101000000, x",
    "1_x.autocommit.up.sql, 1, x",
    "1_x.y.up.sql, 1, x.y",
    "0001_x.rollback.sql, 1, x",
    "00000000000000_diesel_initial_setup/up.sql, 0.0.0.1, diesel initial setup",
    "2023-01-02-030405_create_posts/metadata.toml, 20230102030405, create posts",
    "2023-01-02-030405_x.up.sql, 20230102030405, x",
    "V1__init.sql, 1, init",
    "V1_2__add_x.sql, 1.2, add x",
    "V1.2.3__add_x.sql, 1.2.3, add x",
    "V20240101120000__x.sql, 20240101120000, x",
    "V0__x.sql, 0.0.0.1, x",
    "U1_2__add_x.sql, 1.2, add x",
    "V1__x.sql.conf, 1, x",
    "R__view_of_users.sql, 0, view of users"
  })
  void namesHaveVersions(String name, String version, String description) {
    var read = FileName.read(name);
    assertThat(read.problem()).isNull();
    assertThat(read.belongs()).isTrue();
    assertThat(read.version()).hasToString(version);
    assertThat(read.description()).isEqualTo(description);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        ".gitkeep",
        "..data",
        ".001_x.sql",
        "V001__x/README.md",
        "V001__x/.up.sql",
        ".git/001_x.sql",
        "notes.txt",
        "001_x.sql.bak",
        "meta/journal.json",
        "meta/0000_snapshot.sql",
        "seeds/001_users.sql",
        "schema.sql",
        "structure.sql",
        "seeds.sql",
        "notes.py",
        "001_x.sql.conf",
        "seeds/up.sql",
        "LICENSE"
      })
  void otherFilesAreNoneOfOurs(String name) {
    var read = FileName.read(name);
    assertThat(read.problem()).isNull();
    assertThat(read.belongs()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "V1_x.sql",
        "V1.sql",
        "V1__.sql",
        "v1__x.sql",
        "V1_2_3_4_5__x.sql",
        "V1__x/up.sql",
        "V01__x.up.sql",
        "v001__x/up.sql",
        "v001__x",
        "V001_x/up.sql",
        "V001_x.up.sql",
        "V001__.up.sql",
        "V001__x",
        "V001/up.sql",
        "V1.2__x/up.sql",
        "abc.sql",
        "abc/up.sql",
        "up.sql",
        "1.2_x.sql",
        "001_x.SQL",
        "V001__x.metadata.yml",
        "V001__x/setup.sql",
        "2024/001_x.sql",
        "a/b/up.sql",
        "1234567890123456789_x.sql",
        "20240101000000_x/other.sql",
        "2023-01-02-0304_x/up.sql",
        "2023-01-02-x.sql",
        "2023-01_x.sql",
        "2023-01-02-030405-1_x.sql",
        "9234567890123456789_x.sql",
        "afterMigrate.sql",
        "beforeEachMigrate__x.sql",
        "createSchema.sql",
        "2023-1-02-030405_x/up.sql",
        "B1__x.sql",
        "R__.sql",
        "V2__x.java",
        "00002_x.go",
        "003_x.py",
        "٣_x.sql"
      })
  void whatIsAlmostAMigrationIsToldWithAHint(String name) {
    var read = FileName.read(name);
    assertThat(read.belongs()).isFalse();
    assertThat(read.problem()).isNotNull();
    assertThat(read.problem().file()).isEqualTo(name);
    assertThat(read.problem().hint()).isNotBlank();
  }

  @Test
  void theIndexHasEachVersionOnceInOrder() throws SourceException {
    var index =
        SourceIndex.of(
            List.of("V010__c.up.sql", "V010__c.down.sql", "2_b.sql", "README.md", "001_a.sql"));
    assertThat(index.versions()).map(Object::toString).containsExactly("1", "2", "10");
    assertThat(index.highest()).hasToString("10");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "001_a.sql 1_b.sql",
        "001_a.sql V001__a/up.sql",
        "V001__a.up.sql V001__a/up.sql",
        "001_a.sql 001_a.up.sql",
        "001_a.sql 001_a.sql",
        "V001__a/up.sql V001__b/up.sql",
        "V1__a.sql V1__b.sql",
        "V1__a.sql V1.0__b.sql",
        "V1__a.sql V001__a/up.sql",
        "U1__a.sql U1__b.sql",
        "2023-01-02-030405_a/up.sql 20230102030405_a.sql",
        "2023-01-02-030405_a/up.sql 2023-01-02-030405-0000_b/up.sql",
        "20240101000000_a/migration.sql 20240101000000_a/up.sql",
        "1_a.postgres.up.sql 1_a.postgresql.up.sql",
        "1_a.up.sql 1_a.autocommit.up.sql",
        "000_a.sql 0_b.sql"
      })
  void aVersionThatComesTwiceNamesBothFiles(String names) {
    var files = List.of(names.split(" "));
    assertThatThrownBy(() -> SourceIndex.of(files))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(files.get(0))
        .hasMessageContaining(files.get(1))
        .hasMessageContaining("twice");
  }

  @ParameterizedTest
  @CsvSource({
    "V1__add_x/up.sql, V001__add_x",
    "v001__x/up.sql, V001__x",
    "V07_x.up.sql, V007__x",
    "v2__x.sql, V2__x.sql"
  })
  void aFoldersNameThatIsAlmostRightIsToldWithTheRightOne(String name, String right) {
    var problem = FileName.read(name).problem();
    assertThat(problem).isNotNull();
    assertThat(problem.hint()).startsWith("rename it to " + right);
  }

  @Test
  void twoAuthorsWithOneNumberAreToldTheCommandThatMendsIt() {
    assertThatThrownBy(() -> SourceIndex.of(List.of("003_a.sql", "003_b.sql")))
        .hasMessage(
            "003_b.sql: version 3 comes twice: here and in 003_a.sql; give one of the two the"
                + " next version, if possible one that isn't applied: migrate renumber 003_b.sql --dir DIR");
  }

  @Test
  void whoPointsAtAlembicsRevisionsIsToldHowToGetSql() {
    assertThatThrownBy(() -> SourceIndex.of(List.of("1975ea83b712_add_users.py")))
        .hasMessageContaining("alembic upgrade");
  }

  @ParameterizedTest
  @ValueSource(strings = {"U1__a.sql V2__b.sql", "V2__b.sql R__v.sql.conf", "V1__b.sql.conf"})
  void whatBelongsToAMigrationMustNotBeAlone(String names) {
    assertThatThrownBy(() -> SourceIndex.of(List.of(names.split(" "))))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("no migration beside this file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"V001__a/down.sql", "V001__a.metadata.yaml", "001_a.down.sql 002_b.sql"})
  void upMustNotBeMissing(String names) {
    assertThatThrownBy(() -> SourceIndex.of(List.of(names.split(" "))))
        .isInstanceOf(SourceException.class)
        .hasMessageMatching("(?s).*no \\.?up\\.sql.*");
  }

  @ParameterizedTest
  @CsvSource({
    "POSTGRESQL, 1_a.postgres.up.sql",
    "SQLITE, 1_a.up.sql",
    ", 1_a.up.sql",
  })
  void aDatabasesOwnFileIsTaken(@Nullable Dialect dialect, String taken) {
    for (var names :
        List.of(
            List.of("1_a.up.sql", "1_a.postgres.up.sql", "1_a.mysql.up.sql"),
            List.of("1_a.postgres.up.sql", "1_a.mysql.up.sql", "1_a.up.sql"))) {
      var read = SourceNames.of(names, dialect);
      assertThat(read.problems()).isEmpty();
      assertThat(read.belonging()).hasSize(3);
      assertThat(read.migrations()).map(files -> files.up().file()).containsExactly(taken);
    }
  }

  @Test
  void aMigrationForOtherDatabasesOnlyIsTold() {
    var names = List.of("1_a.up.sql", "2_b.mysql.up.sql", "2_b.sqlite3.up.sql");
    assertThat(SourceNames.of(names, Dialect.SQLITE).problems()).isEmpty();
    assertThat(SourceNames.of(names, Dialect.POSTGRESQL).problems())
        .singleElement()
        .satisfies(p -> assertThat(p.text()).contains("2_b.mysql.up.sql", "add 2_b.up.sql"));
  }

  @Test
  void equalTimesOfPrismasAreInTheOrderOfTheirNames() throws SourceException {
    var names =
        List.of(
            "20240101000000_b/migration.sql",
            "20240101000000_a/migration.sql",
            "20240101000000_a-b/migration.sql",
            "20240102000000_c/migration.sql");
    var read = SourceNames.of(names);
    assertThat(read.migrations())
        .map(files -> files.version() + " " + files.up().description())
        .containsExactly(
            "20240101000000 a", "20240101000000.1 a-b", "20240101000000.2 b", "20240102000000 c");
  }

  @Test
  void whatIsMissingBesideADownFileIsNamedAsThatLayoutNamesIt() {
    assertThat(SourceNames.of(List.of("001_a.down.sql")).problems().getFirst().hint())
        .startsWith("add 001_a.up.sql");
    assertThat(SourceNames.of(List.of("V001__a/down.sql")).problems().getFirst().hint())
        .startsWith("add V001__a/up.sql");
  }

  @Test
  void nothingToMigrateIsAnError() {
    assertThatThrownBy(() -> SourceIndex.of(List.of()))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("no migration");
    assertThatThrownBy(() -> SourceIndex.of(List.of("README.md")))
        .isInstanceOf(SourceException.class);
    assertThatThrownBy(() -> SourceIndex.of(List.of("R__x.sql")))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("no migration");
  }
}
