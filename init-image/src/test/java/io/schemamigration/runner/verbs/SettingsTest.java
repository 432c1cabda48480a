package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.Main;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code .migrate.toml} says to each verb, in a folder with three databases. */
class SettingsTest {
  private static final String STEP =
      "step expand --number 1 --id ab1 --owner uid/shop/orders --version 3";

  @TempDir(factory = InMemory.class)
  static Path here;

  @BeforeAll
  static void makeDatabases() throws IOException {
    for (int version = 1; version <= 5; version++) {
      var name = "%03d_t.sql".formatted(version);
      var sql = "CREATE TABLE t" + version + " (n INTEGER);\n";
      if (version <= 3) {
        write("migrations/" + name, sql);
      }
      write("other/" + name, sql);
    }
    write("secret/url", "sqlite:" + here + "/1.db\n");
    write("secret/none", "\n");
    for (int version = 1; version <= 3; version++) {
      assertThat(said("up --no-backup --to " + version + " --url sqlite:{here}/" + version + ".db"))
          .returns(0, Result::code);
    }
  }

  @BeforeEach
  void forget() throws IOException {
    Files.deleteIfExists(here.resolve(".migrate.toml"));
  }

  private static void write(String file, String text) throws IOException {
    Files.createDirectories(here.resolve(file).getParent());
    Files.writeString(here.resolve(file), text);
  }

  private static void set(String settings) throws IOException {
    write(".migrate.toml", filled(settings.replace("\\n", "\n")) + "\n");
  }

  private static String filled(String text) {
    return text.replace("{here}", here.toString());
  }

  private static Result said(String command, String... environment) {
    var variables = new HashMap<String, String>();
    for (var variable : environment) {
      int equals = variable.indexOf('=');
      variables.put(variable.substring(0, equals), filled(variable.substring(equals + 1)));
    }
    return Scene.migrateIn(here, variables, filled(command).split(" ", -1));
  }

  /** The flag, then the environment, then the file, then what is usual. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          url-from = "env:APP"          | APP=sqlite:{here}/1.db                                | current                           | 1:
          url-from = "env:APP"          | APP=sqlite:{here}/1.db DATABASE_URL=sqlite:{here}/2.db | current                          | 2:
          url-from = "env:APP"          | APP=nonsense MIGRATE_URL=sqlite:{here}/3.db           | current                           | 3:
          url-from = "env:APP"          | APP=nonsense MIGRATE_URL_FILE={here}/secret/url       | current                           | 1:
          url-from = "env:APP"          | APP=nonsense                                          | current --url sqlite:{here}/2.db  | 2:
          url-from = "file:secret/url"  |                                                       | current                           | 1:
          url-from = "file:{here}/secret/url" |                                                 | current                           | 1:
          url-from = "file:secret/none" | DATABASE_URL=sqlite:{here}/2.db                       | current                           | 2:
          dir = "other"                 |                                                       | latest                            | 5
          dir = "{here}/other"          |                                                       | latest                            | 5
          dir = "other"                 | MIGRATE_DIR={here}/migrations                         | latest                            | 3
          dir = "none"                  |                                                       | latest --dir {here}/migrations    | 3
          release = 16                  |                                                       | latest                            | 3
          lock-timeout = "90s"          |                                                       | sql --from 0 --dialect postgresql | SET lock_timeout = E'90000ms'
          lock-timeout = "90s"          |                                                       | sql --from 0 --dialect postgresql --lock-timeout 1s | SET lock_timeout = E'1000ms'
          release = 16                  |                                                       | sql --from 0 --dialect postgresql | SET lock_timeout = E'5000ms'
          concurrent-indexes = false    |                                                       | latest                            | 3
          url-from = "env:APP"          |                                                       | validate --dialect sqlite         | 3
          """)
  void theNearestWordCounts(String settings, String environment, String command, String found)
      throws IOException {
    set(settings);

    var said = said(command, environment == null ? new String[0] : environment.split(" ", -1));

    assertThat(said.code()).as(said.text()).isZero();
    assertThat(said.out()).contains(found);
  }

  @Test
  void aRunNeedsNothingElseAndReportsWhatItReportsWithFlags() throws IOException {
    var flags = " --output json --url sqlite:{here}/new.db --dir {here}/other";
    set("url-from = 'env:APP'\ndir = 'other'");
    var app = "APP=sqlite:{here}/new.db";

    assertThat(said("up --output json", app).applied()).isEqualTo("1 2 3 4 5");
    var byFile = said("status --output json", app);
    Files.delete(here.resolve(".migrate.toml"));

    assertThat(byFile).isEqualTo(said("status" + flags));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dir = "other"\\nurl = "postgres://u:s3cret@h/d" | 2: a URL can have a password, and this file is shared; instead of url write url-from = "env:NAME"
          url-from = "postgres://u:s3cret@h/d"        | 1: url-from says where the URL stands, not the URL: write url-from = "env:NAME"
          url-from = "file:postgres://u:s3cret@h/d"   | 1: url-from says where the URL stands
          url-from = "env:postgres://u:s3cret@h/d"    | 1: url-from says where the URL stands
          url-from = "env:"                           | 1: url-from says where the URL stands
          url-from = "file:"                          | 1: url-from says where the URL stands
          url-from = "secret/url"                     | 1: url-from says where the URL stands
          \\nurl-from = true                          | 2: url-from is a text in quotes
          url_from = "env:APP"                        | 1: there is no setting url_from; did you mean url-from?
          lock-timout = "5s"                          | 1: there is no setting lock-timout; did you mean lock-timeout?
          [rules]\\n[database]\\ndir = "other"        | 2: there is no setting database
          dir = 3                                     | 1: dir is a text in quotes
          dir = " "                                   | 1: dir is empty
          dir = "other"\\nlock-timeout = 5            | 2: lock-timeout is a text in quotes
          dir = "other"\\nlock-timeout = "soon"       | 2: lock-timeout soon is not a duration such as 500ms
          \\n\\nconcurrent-indexes = "false"          | 3: concurrent-indexes is true or false, without quotes
          concurrent-indexes = 0                      | 1: concurrent-indexes is true or false
          [rules]\\ndrop-tabel = "off"                | 2: there is no rule drop-tabel; did you mean drop-table?
          dir = "oth                                  | 1: this is no TOML
          """)
  void whatIsNotUnderstoodIsRefusedByEveryVerb(String settings, String message) throws IOException {
    set(settings.strip());

    for (var verb : List.of("latest", "create x", "up --url sqlite:{here}/never.db", "lint")) {
      var refused = said(verb + " --output json", "DATABASE_URL=sqlite:{here}/never.db");
      assertThat(refused.code()).as(verb).isEqualTo(2);
      assertThat(refused.err()).contains(here + "/.migrate.toml:" + message);
      assertThat(refused.json().path("failure").path("message").asText()).contains(message);
      assertThat(refused.text()).doesNotContain("s3cret");
    }
    assertThat(here.resolve("never.db")).doesNotExist();
    assertThat(said("explain drop-table").code()).as("needs neither").isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          \\nurl-from = "env:APP"   | .migrate.toml:2: url-from names APP, which isn't set
          url-from = "file:none"    | .migrate.toml:1: url-from: can't read
          url-from = "file:secret/none" | /secret/none is empty
          dir = "other"             | MIGRATE_URL or DATABASE_URL, or url-from in .migrate.toml
          """)
  void aUrlThatIsNotThereIsMissed(String settings, String message) throws IOException {
    set(settings.strip());

    var refused = said("up");

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains(message);
  }

  /** In the folder above it may be another project's. */
  @Test
  void aFileAboveTheWorkingFolderIsNotRead() throws IOException {
    set("url-from = 'file:secret/url'");

    var below = Scene.migrateIn(here.resolve("other"), Map.of(), "current");

    assertThat(below.code()).isEqualTo(2);
    assertThat(below.err()).contains("which database?").doesNotContain(".migrate.toml");
  }

  /** A file that happens to be in an image mustn't change a rollout. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "verify --version 1 --timeout 0s",
        STEP,
        "up --owner uid/shop/orders",
        "plan --owner uid/shop/orders"
      })
  void whatRunsInsideTheGateDoesNotReadIt(String command) throws IOException {
    set("url-from = 'file:secret/url'\ndir = 'other'\nlock-timeout = '1ms'");
    var refused = said(command);

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .contains(
            "which database?", ".migrate.toml isn't read by step and verify, nor with --owner");
  }

  @Test
  void aStepDoesTheSameBesideAFileThatNobodyUnderstands() throws IOException {
    set("url-from = 'file:secret/url'\ndir = 'other'\nnonsense = 1");
    var database = " --url sqlite:{here}/gated.db";

    assertThat(said(STEP + " --first-install" + database).applied()).isEqualTo("1 2 3");
    assertThat(said("verify --version 3 --timeout 0s" + database).code()).isZero();
  }

  @Test
  void withoutTheFileNothingIsLoadedForIt() throws Exception {
    assertThat(loaded("current", "--url", "sqlite:" + here + "/1.db"))
        .contains("io.schemamigration.runner.cli.input.SettingsHere")
        .doesNotContain("jtoml", "SettingsFile", "CommandSettings");
    set("url-from = 'file:secret/url'\nnonsense = 1");
    assertThat(loaded("verify", "--url", "sqlite:" + here + "/1.db", "--timeout", "0s"))
        .contains("io.schemamigration.runner.verify.Verify")
        .doesNotContain("jtoml", "SettingsFile", "SettingsHere", "CommandSettings");
    set("url-from = 'file:secret/url'");
    assertThat(loaded("current")).contains("jtoml", "CommandSettings");
  }

  /** The classes of the parser and of our own that a process of its own loads. */
  private static String loaded(String... args) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xlog:class+load",
                "-cp",
                absolute(
                    System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"))),
                Main.class.getName()));
    command.addAll(List.of(args));
    var process =
        new ProcessBuilder(command).directory(here.toFile()).redirectErrorStream(true).start();
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return printed
        .lines()
        .filter(line -> line.contains("jtoml") || line.contains("] io.schemamigration.runner"))
        .map(line -> line.replaceFirst(" source:.*", ""))
        .collect(Collectors.joining("\n"));
  }

  private static String absolute(String classPath) {
    var absolute = new ArrayList<String>();
    for (var part : classPath.split(":", -1)) {
      absolute.add(Path.of(part).toAbsolutePath().toString());
    }
    return String.join(":", absolute);
  }
}
