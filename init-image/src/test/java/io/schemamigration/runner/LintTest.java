package io.schemamigration.runner;

import static org.assertj.core.api.Assertions.assertThat;

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--output yaml | --output is text, json, sarif or github, not yaml",
        "--dialect mysql | --dialect is postgresql or sqlite, not mysql",
        "--release 9 | release",
        "--release nine | is not a whole number",
        "--config nowhere.toml | nowhere.toml: can't be read",
        "--baseline nowhere | nowhere: the baseline can't be read",
        "--write-baseline | needs --baseline",
        "nowhere.sql | nowhere.sql: can't be read",
        "pom.xml | pom.xml: this is no file of",
      })
  void whatCannotBeJudgedIsTwo(String flags, String message) {
    file("migrations/001_a.sql", "CREATE TABLE a (b int);\n");

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
}
