package io.schemamigration.core.source.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.schemamigration.core.source.Metadata;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.Problem;
import io.schemamigration.core.source.Repeatable;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.source.Verification;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationSourceTest {
  private static List<SourceFile> files(String... namesAndTexts) {
    var files = new ArrayList<SourceFile>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      files.add(
          new SourceFile(namesAndTexts[i], namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8)));
    }
    return files;
  }

  private static MigrationSource read(String... namesAndTexts) throws SourceException {
    return Inventory.of(files(namesAndTexts)).read(Dialect.POSTGRESQL);
  }

  private static Migration one(String text) throws SourceException {
    return read("001_x.sql", text).migrations().getFirst();
  }

  private static List<Problem> problems(String... namesAndTexts) {
    var e = catchThrowableOfType(SourceException.class, () -> read(namesAndTexts));
    assertThat(e).as("nothing is wrong").isNotNull();
    return e.problems();
  }

  @Test
  void flatFilesAreReadInTheOrderOfTheirVersions() throws SourceException {
    var source = read("10_c.sql", "SELECT 3", "2_b.sql", "SELECT 2", "001_a.sql", "SELECT 1");
    assertThat(source.migrations())
        .map(m -> m.version().toString())
        .containsExactly("1", "2", "10");
    assertThat(source.highest()).isEqualTo(Version.of("10"));
    assertThat(source.find(Version.of("2"))).isNotNull();
    assertThat(source.find(Version.of("3"))).isNull();
    assertThat(source.migrations().getFirst().up()).containsExactly(new Statement("SELECT 1", 1));
  }

  @Test
  void aFolderAndAConfigMapOfTheSameFilesAgree() throws SourceException {
    var folder =
        read(
            "V001__x/up.sql", "CREATE TABLE t (a int);",
            "V001__x/down.sql", "DROP TABLE t;",
            "V001__x/metadata.yaml", "author: me",
            "README.md", "read me");
    var configMap =
        read(
            "V001__x.metadata.yaml", "author: me",
            "V001__x.down.sql", "DROP TABLE t;",
            "V001__x.up.sql", "CREATE TABLE t (a int);");
    assertThat(configMap.digest()).isEqualTo(folder.digest()).matches("sha256:[0-9a-f]{64}");
    assertThat(folder.migrations().getFirst().file()).isEqualTo("V001__x/up.sql");
    assertThat(folder.migrations().getFirst().down()).hasSize(1);
    assertThat(folder.migrations().getFirst().metadata().author()).isEqualTo("me");
  }

  @Test
  void theDigestIsTheOneThatIsDocumented() {
    // printf '%s' 'SELECT 1' | sha256sum; then of the line "001_x.sql <that>\n"
    var sum = "e004ebd5b5532a4b85984a62f8ad48a81aa3460c1ca07701f386135d72cdecf5";
    var line = ("001_x.sql " + sum + "\n").getBytes(StandardCharsets.UTF_8);
    assertThat(Digest.sha256("SELECT 1".getBytes(StandardCharsets.UTF_8))).isEqualTo(sum);
    assertThat(Digest.of(files("001_x.sql", "SELECT 1", "README.md", "x")))
        .isEqualTo("sha256:" + Digest.sha256(line));
  }

  @Test
  void theDigestSeesEveryFileThatBelongs() {
    var digest = Digest.of(files("V001__x.up.sql", "a", "V001__x.metadata.yaml", "b"));
    assertThat(digest)
        .isNotEqualTo(Digest.of(files("V001__x.up.sql", "a", "V001__x.metadata.yaml", "c")))
        .isNotEqualTo(Digest.of(files("V001__x.up.sql", "a")))
        .isNotEqualTo(Digest.of(files("V001__y.up.sql", "a", "V001__x.metadata.yaml", "b")));
  }

  @Test
  void aByteOrderMarkIsPassedOverButCountsForTheChecksum() throws SourceException {
    var plain = one("SELECT 1");
    var marked = one("\uFEFFSELECT 1");
    assertThat(marked.up()).isEqualTo(plain.up());
    assertThat(marked.checksum()).isNotEqualTo(plain.checksum());
  }

  @ParameterizedTest
  @CsvSource({
    "-- Up|-- Down",
    "-- up|-- DOWN",
    "--UP|--down",
    "-- Up Migration|-- Down Migration",
    "-- Up: the table|-- Down (rollback)",
    "-- migrate:up transaction:false|-- migrate:down",
    "-- +goose Up|-- +goose Down",
    "-- +migrate Up|-- +migrate Down"
  })
  void sectionsAreToldApart(String markers) throws SourceException {
    var marker = markers.split("\\|", -1);
    var migration =
        one("-- phase: contract\n" + marker[0] + "\nSELECT 1;\n\n" + marker[1] + "\nSELECT 2;");
    assertThat(migration.up()).containsExactly(new Statement("SELECT 1", 3));
    assertThat(migration.down()).containsExactly(new Statement("SELECT 2", 6));
    assertThat(migration.phase()).isEqualTo(Phase.CONTRACT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1;\n-- Down\nSELECT 2",
        "SELECT 1;\n-- Up\nSELECT 2",
        "-- Up\nSELECT 1;\n-- Up\nSELECT 2",
        "-- Up\nSELECT 1;\n-- Down\nSELECT 2;\n-- Down\n",
        "-- Down\nSELECT 1;\n-- Up\nSELECT 2",
        "-- Up\nSELECT 1;\n-- Down we go\nSELECT 2",
        "-- Up creates t\nSELECT 1;\n-- Down drops t\nSELECT 2"
      })
  void sectionsThatCouldBeMisreadAreRefused(String text) {
    assertThat(problems("001_x.sql", text))
        .allSatisfy(p -> assertThat(p.line()).isNotNull())
        .anySatisfy(p -> assertThat(p.message()).containsAnyOf("Up", "Down"));
  }

  @Test
  void proseAndQuotedTextAreNoSections() throws SourceException {
    var migration =
        one("-- Up to ten rows\nSELECT 1;\n-- upwards\nSELECT $$\n-- Down\n$$;\n SELECT 2 -- Down");
    assertThat(migration.up()).hasSize(3);
    assertThat(migration.down()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"expand, EXPAND", "contract, CONTRACT", "offline, OFFLINE"})
  void theHeaderDeclaresThePhase(String word, Phase phase) throws SourceException {
    var migration = one("-- Migration: x\r\n--  Phase:  " + word + "\r\nUPDATE t SET a = 1;\r\n");
    assertThat(migration.phase()).isEqualTo(phase);
    assertThat(migration.declared()).isTrue();
    assertThat(migration.undecided()).isNull();
    assertThat(migration.up()).containsExactly(new Statement("UPDATE t SET a = 1", 3));
  }

  @Test
  void withoutADeclarationTheListDecidesOrNobody() throws SourceException {
    var listed = one("CREATE TABLE t (a int); INSERT INTO t VALUES (1);");
    assertThat(listed.phase()).isEqualTo(Phase.EXPAND);
    assertThat(listed.declared()).isFalse();
    var undecided = one("CREATE TABLE t (a int);\nDELETE FROM t;\nDROP TABLE t");
    assertThat(undecided.phase()).isNull();
    assertThat(undecided.undecided()).isEqualTo(new Statement("DELETE FROM t", 2));
  }

  /** The lines after the key, and the description. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          one\\n--   two\\n--   three: four | one two three: four
          one\\n-- two               | one
          one\\n--\\n--   two         | one
          one\\n--   phase: contract  | one
          \\n--   two                | two
          """)
  void aDescriptionContinuesOnIndentedLines(String lines, String description)
      throws SourceException {
    var migration =
        one("-- Description: " + lines.replace("\\n", "\n") + "\nCREATE TABLE t (a int)");

    assertThat(migration.description()).isEqualTo(description);
    assertThat(migration.phase() == Phase.CONTRACT).isEqualTo(lines.contains("contract"));
  }

  @Test
  void headerAndMetadataTellTheRest() throws SourceException {
    var migration =
        read(
                "V005__x/up.sql",
                "-- Description: from the header\n-- overtakes: 3, 4\nCREATE TABLE t (a int)",
                "V005__x/metadata.yaml",
                """
                version: "005"
                description: from the metadata
                author: me
                created: 2026-11-21
                dependencies: [V001]
                tags: [a, b]
                estimated_duration_ms: 250
                reversible: false
                overtakes: [4, 3]
                phase: expand
                notes: |
                  two
                  lines
                x-ticket: 17
                """)
            .migrations()
            .getFirst();
    assertThat(migration.description()).isEqualTo("from the metadata");
    assertThat(migration.overtakes()).containsExactly(Version.of("3"), Version.of("4"));
    assertThat(migration.phase()).isEqualTo(Phase.EXPAND);
    assertThat(migration.metadata())
        .isEqualTo(
            new Metadata(
                "me",
                "2026-11-21",
                List.of("V001"),
                List.of("a", "b"),
                250L,
                false,
                "two\nlines\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-- Author: me\n-- Authors: we\n-- Reviewed: yes\n-- Ticket: 7\n-- Phases: see the wiki",
        "-- phrase: a contract",
        "-- contract phase: drops a column",
        "-- phase two",
        "-- depends on: the rows of 003",
        "-- depends: 0.1",
        "-- dependencies: none",
        "-- accepts: any text",
        "-- exempt: non-null columns",
        "-- verify: by hand",
        "-- verfy by hand",
        "-- index: see below",
        "-- indexes: a, b",
        "-- backfills: later",
        "-- TODO: phase 2\n-- Note: SELECT 2",
        "/* phases: one */ /* Author: me */",
        "-- Name: t; Type: TABLE; Schema: public",
      })
  void proseInAHeaderIsFine(String comments) throws SourceException {
    assertThat(one(comments + "\nSELECT 1").up()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "V001__a, ",
    "V001__a.up.sql, ",
    "V001, ",
    "1, ",
    "V001__b, version 1 isn't V001__b",
    "V002__a.sql, version 2 isn't V002__a.sql",
    "V009__gone, comes after"
  })
  void aNameThatIsDependedOnIsTheOneThatIsThere(String word, @Nullable String problem)
      throws SourceException {
    for (var declared :
        List.of(
            List.of("V003__c/metadata.yaml", "dependencies: [" + word + "]"),
            List.of("004_d.sql", "-- depends: " + word + "\nSELECT 4"))) {
      String[] files = {
        "V001__a/up.sql",
        "SELECT 1",
        "V2__b.sql",
        "SELECT 2",
        "V003__c/up.sql",
        "SELECT 3",
        declared.getFirst(),
        declared.getLast()
      };
      if (problem == null) {
        assertThat(read(files).migrations().getLast().up()).hasSize(1);
      } else {
        assertThat(problems(files).getFirst().text()).contains(problem);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t VALUES ('{{1,2},{3,4}}')",
        "SELECT $${{ a }}$$",
        "SELECT 1 -- {{ a }}",
        "SELECT \"{{ a }}\""
      })
  void bracketsInQuotesAreNoTemplate(String text) throws SourceException {
    assertThat(one(text).up()).hasSize(1);
  }

  @Test
  void notesMayBeLongAndHoldAnyCharacter() throws SourceException {
    for (int blanks = 0; blanks < 3; blanks++) {
      var notes = " ".repeat(blanks) + "\uD83D\uDE00".repeat(2000);
      var source =
          read("V001__x/up.sql", "SELECT 1", "V001__x/metadata.yaml", "notes: '" + notes + "'");
      assertThat(source.migrations().getFirst().metadata().notes()).isEqualTo(notes);
    }
  }

  @Test
  void nonTransactionalStatementsAreSeen() throws SourceException {
    assertThat(one("CREATE INDEX i ON t (a)").transactional()).isTrue();
    assertThat(one("SELECT 1; CREATE INDEX CONCURRENTLY i ON t (a)").transactional()).isFalse();
  }

  @Test
  void aTransactionOfTheFilesOwnIsLeftOut() throws SourceException {
    var migration = one("BEGIN;\nCREATE TABLE t (a int);\nCOMMIT;\n");

    assertThat(migration.up()).containsExactly(new Statement("CREATE TABLE t (a int)", 2));
    assertThat(migration.phase()).isEqualTo(Phase.EXPAND);
    assertThat(migration.transactional()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'-- phase: expnad\nSELECT 1'|1|is no phase",
        "'-- phase:\nSELECT 1'|1|is no phase",
        "'-- phase: expand\n-- phase: contract\nSELECT 1'|2|second time",
        "'CREATE TABLE t (a int);\n-- phase: contract\n'|2|after the first statement",
        "'CREATE INDEX i ON t (a);\n-- index: as-written\n'|2|after the first statement",
        "'-- overtakes: x\nSELECT 1'|1|not a version",
        "'SELECT 1;\nBEGIN;\nSELECT 2'|2|isn't its own to end",
        "'SELECT 1;\nSELECT ''a'|2|has no end",
        "'SELECT 1;\n\\d t'|2|own client",
        "'SELECT 1;\n\nCREATE TABLE\n  {{ name }} (a int)'|4|this is a template",
        "'-- phse: offline\nSELECT 1'|1|no key phse",
        "'\n-- pahse: ofline\nSELECT 1'|2|no key pahse",
        "'-- phase = contract\nSELECT 1'|1|colon is missing",
        "'-- phase contract\nSELECT 1'|1|colon is missing",
        "'SELECT 1;\n-- phse: contract\n'|2|no key phse",
        "'/* phase: contract */\nSELECT 1'|1|block comment",
        "'/*\n * Author: me\n * phase: contract\n */\nSELECT 1'|3|block comment",
        "'-- verfy: SELECT true\nSELECT 1'|1|no key verfy",
        "'-- accpet: drop-table nobody reads it\nSELECT 1'|1|no key accpet",
        "'-- overtake: 0.1\nSELECT 1'|1|no key overtake",
        "'-- depend: 0.1\nSELECT 1'|1|no key depend",
        "'-- dependencies: V000__x\nSELECT 1'|1|no key dependencies",
        "'-- depends-on: 0.1\nSELECT 1'|1|no key depends-on",
        "'-- depends 0.1\nSELECT 1'|1|colon is missing",
        "'-- backfil: t.id batch 100\nUPDATE t SET a = 1'|1|no key backfil",
        "'-- backfill : t.id batch 100\nUPDATE t SET a = 1'|1|blank stands before",
        "'-- idnex: as-written\nSELECT 1'|1|no key idnex",
      })
  void badTextIsToldWithItsLine(String text, int line, String message) {
    assertThat(problems("001_x.sql", text))
        .singleElement()
        .satisfies(p -> {
          assertThat(p.file()).isEqualTo("001_x.sql");
          assertThat(p.line()).isEqualTo(line);
          assertThat(p.message()).contains(message);
          assertThat(p.hint()).isNotBlank();
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "version: 2|version is 2",
        "phase: none|is no phase",
        "phase: contract|but expand in",
        "'a: [1'|not YAML",
        "- a|not a mapping",
        "'phase: [a]'|not a text",
        "reversible: perhaps|neither true nor false",
        "estimated_duration_ms: long|not a whole number",
        "reversable: false|V001__x/metadata.yaml:1: there is no key reversable; write reversible",
        "'author: me\ndependancies: [1]'|metadata.yaml:2: there is no key dependancies; write depen",
        "Phase: contract|there is no key Phase; write phase",
        "ticket: 7|there is no key ticket; what is for people goes into notes, or begins with x-;",
        "reversible: 'false'|neither true nor false",
        "estimated_duration_ms: 1.5|not a whole number",
        "estimated_duration_ms: -1|not a whole number",
        "estimated_duration_ms: '5'|not a whole number",
        "'tags: {a: b}'|tags is not a list",
        "'tags: [[a]]'|is not a text",
        "'verify: {SELECT: 1}'|verify is not a list",
        "overtakes: [x]|not a version",
        "overtakes: [1]|doesn't come before"
      })
  void badMetadataIsTold(String yaml, String message) {
    assertThat(
            problems("V001__x/up.sql", "-- phase: expand\nSELECT 1", "V001__x/metadata.yaml", yaml))
        .anySatisfy(p -> assertThat(p.text()).contains(message));
  }

  @Test
  void aFileThatIsNotUtf8IsToldWithItsPlace() {
    var bytes = "SELECT 1;\nSELECT 'f\u00fcr'".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(
            () -> Inventory.of(List.of(new SourceFile("001_x.sql", bytes))).read(Dialect.SQLITE))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith("001_x.sql:2: the file is not UTF-8: byte 19");
    var cut = new byte[] {'a', (byte) 0xc3};
    assertThatThrownBy(
            () -> Inventory.of(List.of(new SourceFile("001_x.sql", cut))).read(Dialect.SQLITE))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("byte 1");
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    assertThat(
            problems("abc.sql", "x", "001_a.sql", "SELECT '", "2_b.sql", "COMMIT", "2_c.sql", ""))
        .hasSize(4);
  }

  @Test
  void aDownFileBesideADownSectionIsRefused() {
    assertThat(
            problems(
                "V001__x.up.sql",
                "-- Up\nSELECT 1;\n-- Down\nSELECT 2",
                "V001__x.down.sql",
                "SELECT 3"))
        .anySatisfy(p -> assertThat(p.message()).contains("V001__x.down.sql"));
  }

  @Test
  void marksOfOtherToolsThatKeepAMigrationOutOfATransactionAreHonoured() throws SourceException {
    for (var mark :
        List.of(
            "-- migrate:up transaction:false\n",
            "-- +goose NO TRANSACTION\n-- +goose Up\n",
            "-- +migrate Up notransaction\n")) {
      assertThat(one(mark + "SELECT 1;").transactional()).as(mark).isFalse();
    }
    assertThat(one("-- migrate:up transaction:true\nSELECT 1;").transactional()).isTrue();
    assertThat(
            read("1_x/up.sql", "SELECT 1", "1_x/metadata.toml", "run_in_transaction = false")
                .migrations()
                .getFirst()
                .transactional())
        .isFalse();
    assertThat(
            read("V1__x.sql", "SELECT 1", "V1__x.sql.conf", "executeInTransaction=false")
                .migrations()
                .getFirst()
                .transactional())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-- +goose Up\n-- +goose ENVSUB ON\nSELECT 1",
        "-- +goose Upp\nSELECT 1",
        "-- migrate:up transactions:false\nSELECT 1",
        "-- migrate:both\nSELECT 1",
        "-- +migrate Up inside\nSELECT 1",
        "-- +goose Up\n-- +goose StatementBegin\nSELECT 1;",
        "-- +goose Up\nSELECT 1;\n-- +goose StatementEnd\n",
        "-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\n-- +goose Down\nSELECT 2;",
        "-- +goose StatementBegin\nSELECT 1;\n-- +goose StatementEnd\n",
        "-- +goose Up\nSELECT 1;\n-- Down\nSELECT 2;",
        "-- migrate:up\nSELECT 1;\n-- +goose Down\nSELECT 2;"
      })
  void marksThatArentUnderstoodAreToldWithTheirLine(String text) {
    assertThat(problems("001_x.sql", text))
        .allSatisfy(p -> assertThat(p.line()).isNotNull())
        .allSatisfy(p -> assertThat(p.text()).startsWith("001_x.sql:"));
  }

  @Test
  void statementsBetweenTheirMarksAreTakenApartLikeOthers() throws SourceException {
    var migration =
        one(
            """
            -- +goose Up
            -- +goose StatementBegin
            DO $$ BEGIN PERFORM 1; END $$;
            SELECT 2;
            -- +goose StatementEnd
            SELECT 3;
            -- +goose Down
            SELECT 4;
            """);
    assertThat(migration.up()).hasSize(3);
    assertThat(migration.down()).hasSize(1);
  }

  @Test
  void flywaysUndoFileIsTheDownPart() throws SourceException {
    var migration =
        read("V1_2__x.sql", "SELECT 1", "U1_2__x.sql", "SELECT 2").migrations().getFirst();
    assertThat(migration.version()).isEqualTo(Version.of("1.2"));
    assertThat(migration.down()).containsExactly(new Statement("SELECT 2", 1));
    assertThat(migration.downFile()).isEqualTo("U1_2__x.sql");
  }

  @Test
  void repeatablesAreReadApartFromTheVersions() throws SourceException {
    var source =
        read("R__b.sql", "CREATE VIEW b AS SELECT 1", "V1__x.sql", "", "R__a.sql", "SELECT 2");
    assertThat(source.migrations()).hasSize(1);
    assertThat(source.repeatables()).map(Repeatable::name).containsExactly("R__a", "R__b");
    assertThat(problems("V1__x.sql", "", "R__a.sql", "VACUUM"))
        .anySatisfy(p -> assertThat(p.message()).contains("fit into a transaction"));
  }

  @Test
  void flywaysPlaceholdersAreRefusedUnlessTheyAreNone() throws SourceException {
    assertThat(problems("V1__x.sql", "SELECT 1;\nSELECT '${user}'"))
        .singleElement()
        .satisfies(p -> assertThat(p.line()).isEqualTo(2))
        .satisfies(p -> assertThat(p.message()).contains("${user}"));
    assertThat(
            read("V1__x.sql", "SELECT '${x}'", "V1__x.sql.conf", "placeholderReplacement=false")
                .migrations())
        .hasSize(1);
    assertThat(one("SELECT '${x}'").up()).hasSize(1);
    assertThat(problems("V1__x.sql", "", "V1__x.sql.conf", "encoding=latin1"))
        .anySatisfy(p -> assertThat(p.line()).isEqualTo(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-- depends: 1|depends on itself",
        "-- depends: 2|a circle",
        "-- depends: 3|comes after it",
        "-- depends: x|is not a version"
      })
  void dependenciesThatCannotHoldAreTold(String header, String message) {
    assertThat(
            problems(
                "001_a.sql", header + "\n",
                "002_b.sql", "-- depends: 001_a\n",
                "003_c.sql", ""))
        .singleElement()
        .satisfies(p -> assertThat(p.text()).startsWith("001_a.sql").contains(message));
  }

  @Test
  void verificationsComeFromTheHeaderTheEndAndTheMetadata() throws SourceException {
    var migration =
        read(
                "V001__x/up.sql",
                """
                -- verify: SELECT 1;
                SELECT 2;
                -- Verify: with a as (select 1) select * from a
                -- verify: the counts by hand
                """,
                "V001__x/metadata.yaml",
                "verify: SELECT 3\n")
            .migrations()
            .getFirst();
    assertThat(migration.verifications())
        .containsExactly(
            new Verification("V001__x/up.sql", 1, "SELECT 1"),
            new Verification("V001__x/up.sql", 3, "with a as (select 1) select * from a"),
            new Verification("V001__x/metadata.yaml", 1, "SELECT 3"));
    assertThat(problems("V001__x/up.sql", "", "V001__x/metadata.yaml", "verify: [DROP TABLE t]"))
        .anySatisfy(p -> assertThat(p.message()).contains("not a query"));
    assertThat(problems("001_x.sql", "-- verify: SELECT 1; SELECT 2\n"))
        .anySatisfy(p -> assertThat(p.message()).contains("more than one statement"));
  }
}
