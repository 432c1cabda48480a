package io.schemamigration.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {
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
    "0001_init/up.sql, 1, init"
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
        "V1__x.sql",
        "V1_2__x.sql",
        "v001__x/up.sql",
        "v001__x",
        "V001_x/up.sql",
        "V001_x.up.sql",
        "V001__.up.sql",
        "V001__x",
        "V001/up.sql",
        "abc.sql",
        "abc/up.sql",
        "up.sql",
        "001-x.sql",
        "1.2_x.sql",
        "001_x.SQL",
        "V001__x.metadata.yml",
        "V001__x/setup.sql",
        "seeds/001_x.sql",
        "a/b/up.sql",
        "1234567890123456789_x.sql",
        "R__view.sql",
        "U1__x.sql",
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
        "V001__a/up.sql V001__b/up.sql"
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
  @ValueSource(strings = {"V001__a/down.sql", "V001__a.metadata.yaml", "001_a.down.sql 002_b.sql"})
  void upMustNotBeMissing(String names) {
    assertThatThrownBy(() -> SourceIndex.of(List.of(names.split(" "))))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("no up.sql");
  }

  @Test
  void nothingToMigrateIsAnError() {
    assertThatThrownBy(() -> SourceIndex.of(List.of()))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("no migration");
    assertThatThrownBy(() -> SourceIndex.of(List.of("README.md")))
        .isInstanceOf(SourceException.class);
    assertThatThrownBy(() -> SourceIndex.of(List.of("000_x.sql")))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("version 0");
  }
}
