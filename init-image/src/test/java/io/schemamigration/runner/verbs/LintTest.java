package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command as people and CI use it, with the real judges. */
class LintTest {
  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectories(temp.resolve("migrations"));
  }

  private LintTest file(String name, String text) {
    try {
      Files.createDirectories(temp.resolve(name).getParent());
      Files.writeString(temp.resolve(name), text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Result lint(String... more) {
    var args = new ArrayList<>(List.of("lint", "--dir", folder.toString()));
    args.addAll(List.of(more));
    return Scene.migrate(Map.of(), args.toArray(String[]::new));
  }

  private static List<String> rules(Result json) {
    var rules = new ArrayList<String>();
    json.json().path("findings").forEach(f -> rules.add(f.path("rule").asText()));
    return rules;
  }

  @Test
  void whatOlderCodeSurvivesIsNothingToTell() {
    file("migrations/001_a.sql", "CREATE TABLE a (b bigint PRIMARY KEY);\n");

    var result = lint();

    assertThat(result.out()).isEqualTo("nothing found in 1 migration\n");
    assertThat(result.code()).isZero();
  }

  @Test
  void aFindingHasItsPlaceAndWhatToDo() {
    file(
        "migrations/001_a.sql",
        "-- phase: expand\n\nCREATE TABLE a (b bigint PRIMARY KEY);\n  ALTER TABLE other DROP COLUMN name;\n");

    var result = lint();

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out())
        .contains(
            "001_a.sql:4:3: error: the migration is declared expand", "[milder-phase]\n  Write")
        .contains("[drop-column]")
        .containsPattern("2 errors, \\d+ warnings? in 1 migration\n");
  }

  @Test
  void whatIsDeclaredIsOnlyANotice() {
    file("migrations/001_a.sql", "-- phase: contract\nALTER TABLE other DROP COLUMN name;\n");

    var result = lint("--output", "json");

    assertThat(result.code()).isZero();
    assertThat(result.json().at("/findings/0/rule").asText()).isEqualTo("drop-column");
    assertThat(result.json().at("/findings/0/severity").asText()).isEqualTo("notice");
    assertThat(result.json().at("/migrations/0/phase").asText()).isEqualTo("contract");
    assertThat(result.json().at("/migrations/0/declared").asText()).isEqualTo("contract");
    assertThat(result.json().at("/migrations/0/certainty").asText()).isEqualTo("known");
  }

  @Test
  void onlyTheNamedFilesAreToldAbout() {
    file("migrations/001_a.sql", "ALTER TABLE a DROP COLUMN b;\n");
    file("migrations/V002__b/up.sql", "-- phase: contract\nALTER TABLE a DROP COLUMN c;\n");
    file("migrations/V002__b/down.sql", "ALTER TABLE a ADD COLUMN c int;\n");

    var all = lint("--output=json");
    var down = lint(folder.resolve("V002__b/down.sql").toString(), "--output=json");
    assertThat(lint("V002__b/down.sql", "--output=json").out()).isEqualTo(down.out());

    assertThat(all.json().path("migrations")).hasSize(2);
    assertThat(down.json().path("migrations")).hasSize(1);
    assertThat(down.json().at("/findings/0/file").asText()).endsWith("V002__b/up.sql");
    assertThat(rules(down)).containsOnly("drop-column");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--output yaml | --output must be text, json, sarif or github, not yaml",
        "--dialect mysql | --dialect must be postgresql or sqlite, not mysql",
        "--release 9 | --release 9: PostgreSQL's releases 12 to 18 are supported",
        "--release 10 | releases 12 to 18",
        "--release 11 | releases 12 to 18",
        "--release 180 | releases 12 to 18",
        "--release nine | is not a whole number",
        "--config nowhere.toml | nowhere.toml: can't be read",
        "--baseline nowhere | nowhere: the baseline can't be read",
        "--write-baseline | needs --baseline",
        "nowhere.sql | nowhere.sql: this is no file of",
        "pom.xml | pom.xml: this is no file of",
      })
  void whatCannotBeJudgedIsTwo(String flags, String message) {
    file("migrations/001_a.sql", "CREATE TABLE a (b bigint PRIMARY KEY);\n");

    var result = lint(flags.split(" ", -1));

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains(message);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void aFolderThatIsNotThereOrHasNoMigrationIsTwo() throws IOException {
    assertThat(lint().code()).isEqualTo(2);
    Files.delete(folder);
    assertThat(lint().code()).isEqualTo(2);
    assertThat(lint().err()).contains("there is no folder");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "SELECT 'open                                 | 1:1 | invalid-migration",
        "CREATE TABLE a (b bigint PRIMARY KEY);\\nCREATE TABLE `t` (a int); | 2:14 | syntax-error",
        "SELECT 1\\nGO\\nSELECT 2                      | 3:1 | syntax-error",
        "ALTER TABLE a DRP COLUMN b                    | 1:15 | syntax-error",
        "\\\\connect other                             | 1:1 | invalid-migration",
        "-- phase: mild\\nSELECT 1                     | 1:1 | invalid-migration",
      })
  void whatCannotBeReadIsAnErrorWithItsPlace(String sql, String place, String rule) {
    file("migrations/001_a.sql", sql.strip().replace("\\n", "\n").replace("\\\\", "\\"));
    file("migrations/002_b.sql", "ALTER TABLE a DROP COLUMN c;\n");

    var result = lint("--output=json");

    assertThat(result.code()).isEqualTo(1);
    var first = result.json().at("/findings/0");
    assertThat(first.path("rule").asText()).isEqualTo(rule);
    assertThat(first.path("line").asText() + ":" + first.path("column").asText()).isEqualTo(place);
    assertThat(first.path("message").asText()).isNotEmpty();
    assertThat(result.json().at("/migrations/0/phase").asText()).isEqualTo("offline");
    assertThat(result.json().at("/migrations/0/certainty").asText()).isEqualTo("unknown");
    assertThat(rules(result)).contains("drop-column");
  }

  @Test
  void bytesThatAreNoTextAreAnErrorWithTheirPlace() throws IOException {
    Files.write(folder.resolve("001_a.sql"), new byte[] {'S', '\n', (byte) 0xff, (byte) 0xfe});
    file("migrations/002_nul.sql", "CREATE TABLE a (b int\0); DROP TABLE x;\n");

    var result = lint("--output=json");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).contains("not UTF-8").contains("NUL");
    assertThat(result.json().path("migrations"))
        .allSatisfy(m -> assertThat(m.path("phase").asText()).isEqualTo("offline"));
  }

  @Test
  void aStatementThatIsTooLongOrTooDeepIsUnknown() {
    file(
        "migrations/001_long.sql",
        "CREATE TABLE a (b text DEFAULT '" + "x".repeat(5_000_000) + "');\n");
    file(
        "migrations/002_deep.sql",
        "SELECT " + "(".repeat(20_000) + "1" + ")".repeat(20_000) + ";\n");

    var result = lint("--output=json");

    assertThat(result.code()).isEqualTo(1);
    assertThat(rules(result)).hasSize(2).doesNotContain("drop-table");
    assertThat(result.json().path("migrations"))
        .allSatisfy(m -> assertThat(m.path("phase").asText()).isEqualTo("offline"));
  }

  @Test
  void settingsChangeSeveritiesAlsoForSomeFilesOnly() {
    file("migrations/001_a.sql", "ALTER TABLE a DROP COLUMN b;\n");
    file("migrations/002_b.sql", "ALTER TABLE a DROP COLUMN c;\n");
    file(
        ".migrate.toml",
        """
        [rules]
        drop-column = "error"
        [[paths]]
        glob = "migrations/001_*"
        rules.drop-column = "off"
        """);

    var result = lint("--output=json");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.json().path("findings")).hasSize(1);
    assertThat(result.json().at("/findings/0/severity").asText()).isEqualTo("error");
    assertThat(result.json().at("/findings/0/file").asText()).endsWith("002_b.sql");
  }

  @Test
  void settingsNameTheDialect() {
    file("migrations/001_a.sql", "CREATE TABLE a (b INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;\n");

    assertThat(lint().code()).isEqualTo(1);
    assertThat(lint("--dialect", "sqlite").out()).isEqualTo("nothing found in 1 migration\n");
    file(".migrate.toml", "dialect = \"sqlite\"\n");
    assertThat(lint().code()).isZero();
  }

  @Test
  void whatWasThereWhenLintWasAdoptedIsNotTold() {
    file("migrations/001_a.sql", "ALTER TABLE a RENAME COLUMN b TO c;\n");
    var baseline = temp.resolve("known").toString();

    assertThat(lint().code()).isEqualTo(1);
    assertThat(lint("--baseline", baseline, "--write-baseline").code()).isZero();
    assertThat(lint("--baseline", baseline).out())
        .isEqualTo("nothing found in 1 migration; 1 in the baseline\n");

    file("migrations/001_a.sql", "\n-- a comment\n\nALTER TABLE a RENAME COLUMN b TO c;\n");
    assertThat(lint("--baseline", baseline).code()).as("moved").isZero();
    file("migrations/002_b.sql", "ALTER TABLE a RENAME COLUMN b TO c;\n");
    assertThat(lint("--baseline", baseline).code()).as("another file").isEqualTo(1);
    file("migrations/002_b.sql", "CREATE TABLE z (a bigint PRIMARY KEY);\n");
    file("migrations/001_a.sql", "ALTER TABLE a RENAME COLUMN b TO d;\n");
    var changed = lint("--baseline", baseline);
    assertThat(changed.code()).as("changed").isEqualTo(1);
    assertThat(changed.out())
        .contains("known:2:1: notice: rename-column no longer finds anything in 001_a.sql");
  }

  @Test
  void whatIsKnownOfAFileIsLookedAtAnewWhereItsStatementsChange() {
    file("migrations/001_a.sql", "ALTER TABLE a DROP COLUMN b;\n");
    var baseline = temp.resolve("known").toString();
    lint("--baseline", baseline, "--write-baseline");

    file("migrations/001_a.sql", "UPDATE a SET c = b;\nALTER TABLE a DROP COLUMN b;\n");

    assertThat(rules(lint("--baseline", baseline, "--output=json"))).contains("drop-column");
  }

  @Test
  void aBaselineOfWhichOnlyAPartWasLookedAtIsNotStale() {
    file("migrations/001_a.sql", "ALTER TABLE a RENAME COLUMN b TO c;\n");
    file("migrations/002_b.sql", "CREATE TABLE z (a bigint PRIMARY KEY);\n");
    var baseline = temp.resolve("known").toString();
    lint("--baseline", baseline, "--write-baseline");

    var second = lint(folder.resolve("002_b.sql").toString(), "--baseline", baseline);

    assertThat(second.out()).isEqualTo("nothing found in 1 migration\n");
  }

  @Test
  void aPullRequestShowsFindingsBesideTheirLines() {
    file("migrations/001_a,b.sql", "ALTER TABLE \"50%\" RENAME COLUMN b TO c;\n");

    var result = lint("--output", "github");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out())
        .containsPattern(
            "(?m)^::error file=[^,]*001_a%2Cb\\.sql,line=1,col=\\d+,title=rename-column::")
        .contains("50%25", "%0A");
  }

  /** What SARIF 2.1.0 requires, and what code scanning reads. */
  @Test
  void codeScanningGetsALogWithRulesAndPlaces() {
    file("migrations/001_a b.sql", "\n  ALTER TABLE a RENAME COLUMN b TO c;\n");

    var log = lint("--output", "sarif").json();

    assertThat(log.path("version").asText()).isEqualTo("2.1.0");
    assertThat(log.path("$schema").asText()).endsWith("sarif-schema-2.1.0.json");
    assertThat(log.path("runs")).hasSize(1);
    var run = log.at("/runs/0");
    assertThat(run.at("/tool/driver/name").asText()).isEqualTo("migrate");
    assertThat(run.path("columnKind").asText()).isEqualTo("unicodeCodePoints");
    var result = run.at("/results/0");
    assertThat(result.path("level").asText()).isEqualTo("error");
    assertThat(result.at("/message/text").asText()).isNotEmpty();
    var rule = run.at("/tool/driver/rules/" + result.path("ruleIndex").asInt());
    assertThat(rule.path("id")).isEqualTo(result.path("ruleId"));
    assertThat(rule.at("/shortDescription/text").asText()).isNotEmpty();
    assertThat(rule.at("/help/markdown").asText()).startsWith("# rename-column");
    assertThat(rule.at("/defaultConfiguration/level").asText()).isEqualTo("error");
    var place = result.at("/locations/0/physicalLocation");
    assertThat(place.at("/artifactLocation/uri").asText()).endsWith("migrations/001_a%20b.sql");
    assertThat(place.at("/region/startLine").asInt()).isEqualTo(2);
    assertThat(place.at("/region/startColumn").asInt()).isGreaterThan(2);
  }

  @Test
  void rulesAreExplained() {
    assertThat(Scene.migrate(Map.of(), "explain").out())
        .contains("drop-column ", "a column is removed");
    assertThat(Scene.migrate(Map.of(), "explain", "drop-column").out()).startsWith("# drop-column");
    var unknown = Scene.migrate(Map.of(), "explain", "drop-colum");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("did you mean 'drop-column'");
    assertThat(
            Scene.migrate(Map.of(), "explain", "drop-column", "--output=json")
                .json()
                .at("/rules/0/page")
                .asText())
        .startsWith("# drop-column");
  }

  @Test
  void theKindOfADatabaseThatIsNamedDecidesAndNothingIsAskedOfIt() {
    file("migrations/001_x.sql", "CREATE TABLE t (id integer PRIMARY KEY)")
        .file("migrations/002_x.sql", "CREATE INDEX i ON t (id)");

    assertThat(rules(lint("--output", "json"))).contains("index-not-concurrently");
    assertThat(rules(lint("--output", "json", "--url", "sqlite:/nowhere/app.db")))
        .doesNotContain("index-not-concurrently");
    assertThat(
            rules(
                Scene.migrate(
                    Map.of("DATABASE_URL", "sqlite:/nowhere/app.db"),
                    "lint",
                    "--dir",
                    folder.toString(),
                    "--output=json")))
        .doesNotContain("index-not-concurrently");
  }

  @Test
  void aFileMayBeNamedAsItIsInTheFolder() throws Exception {
    var folder = Files.createDirectories(temp.resolve("named"));
    Files.writeString(folder.resolve("001_a.sql"), "CREATE TABLE a (n integer);\n");

    var lint = Scene.migrate(Map.of(), "lint", "001_a.sql", "--dir", folder.toString());

    assertThat(lint.code()).as(lint.text()).isZero();
    assertThat(Scene.migrate(Map.of(), "lint", "002_a.sql", "--dir", folder.toString()).code())
        .isEqualTo(2);
  }
}
