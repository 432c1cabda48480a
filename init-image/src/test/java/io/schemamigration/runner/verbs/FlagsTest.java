package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.cli.input.Verb;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Scene;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What isn't understood is refused, before anything is done: it could have been a dry run. */
class FlagsTest {
  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-dry-run | flags begin with two dashes",
        "dry-run | migrate up doesn't expect 'dry-run'",
        "--dryrun | migrate up has no flag --dryrun; it has --",
        "--dry-run=perhaps | must be true or false, not perhaps",
        "--to | --to needs a value",
        "--to=1 --to=2 | --to is given twice",
        "--to --dry-run | --to needs a value",
        "--to seven | is not a version"
      })
  void whatIsNotUnderstoodIsRefusedAndNothingIsApplied(String flags, String message) {
    try (var scene = new Scene(Engine.SQLITE, temp)) {
      scene.counting();

      var refused = scene.up(flags.split(" ", -1));

      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err()).contains(message);
      assertThat(Path.of(scene.name())).doesNotExist();
    }
  }

  /** Whoever has just asked for the status changes the verb alone. */
  @ParameterizedTest
  @ValueSource(strings = {"status", "history", "current", "plan", "validate"})
  void whatLooksAtADatabaseTakesTheFolder(String verb) {
    try (var scene = new Scene(Engine.SQLITE, temp)) {
      scene.counting();
      scene.up();

      assertThat(scene.migrate(scene.args(verb)).code()).isZero();
    }
  }

  @Test
  void aSwitchThatIsFalseIsOff() {
    try (var scene = new Scene(Engine.SQLITE, temp)) {
      scene.counting();

      var step = scene.step("expand", 1, "--version", "3", "--first-install=false");

      assertThat(step.applied()).as(step.text()).isEqualTo("1 2");
      assertThat(scene.window()).isEqualTo("0 3 null");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "verfy, verify",
    "sttaus, status",
    "dwon, down",
    "upgrade, up",
    "migrate, up",
    "rollback, down",
    "downgrade, down",
    "stamp, mark-applied",
    "info, status",
    "generate, create",
    "goto, to",
    "diff,",
    "drift,",
    "sync,",
    "-v,"
  })
  void aVerbThatThereIsNotIsAnsweredWithTheOneThatIsNear(String typed, @Nullable String meant) {
    var refused = Scene.migrate(Map.of(), typed);

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .contains(
            meant == null
                ? "there is no verb '" + typed + "'; see migrate --help"
                : "; did you mean '" + meant + "'? See migrate --help");
  }

  @ParameterizedTest
  @CsvSource({
    "down --stesp 2, --steps",
    "up --ulr sqlite:a, --url",
    "up --dry, --dry-run",
    "up --database-url sqlite:a, --url",
    "up --path m, --dir",
    "to --version 5,",
    "up --nonsense,"
  })
  void aFlagThatThereIsNotIsAnsweredWithTheOneThatIsNear(String typed, @Nullable String meant) {
    var refused = Scene.migrate(Map.of(), typed.split(" ", -1));

    assertThat(refused.code()).isEqualTo(2);
    if (meant == null) {
      assertThat(refused.err()).doesNotContain("Did you mean");
    } else {
      assertThat(refused.err()).contains("Did you mean " + meant + "?");
    }
  }

  @Test
  void aRuleThatIsFarFromAnyIsAnsweredWithNone() {
    assertThat(Scene.migrate(Map.of(), "explain", "nope").err())
        .contains("there is no rule 'nope'; migrate explain lists them");
  }

  @Test
  void theHelpOfAVerbHasItsFlagsAnExampleAndTheExitCodes() {
    assertThat(Scene.migrate(Map.of(), "down", "--help").out())
        .contains("  --steps              how many to roll back (default: 1)\n")
        .contains("Example:\n  migrate down")
        .contains("  3  refused; nothing was changed");
  }

  @Test
  void whatMattersComesFirstAndTheConnectionAfterIt() {
    var help = Scene.migrate(Map.of(), "help", "up").out();

    assertThat(help).isEqualTo(Scene.migrate(Map.of(), "up", "--help").out());
    assertThat(
            help.lines()
                .filter(line -> line.startsWith("  --"))
                .map(line -> line.split(" ", -1)[2]))
        .startsWith("--url", "--dir", "--to", "--dry-run", "--yes")
        .containsSubsequence("--digest", "--url-file", "--lock-timeout", "--no-backup", "--help")
        .doesNotHaveDuplicates();
    assertThat(help)
        .contains("\nConnection:\n  --url-file", "(required, or MIGRATE_URL", "(default: 5s");
    assertThat(Scene.migrate(Map.of(), "help", "upgrade").err()).contains("did you mean 'up'");
  }

  @Test
  void theListHasEachVerbOnce() {
    var listed =
        Scene.migrate(Map.of(), "--help")
            .out()
            .lines()
            .filter(line -> line.matches("  [a-z].*"))
            .map(line -> line.strip().split(" ", -1)[0]);

    assertThat(listed)
        .containsExactlyInAnyOrder(
            Arrays.stream(Verb.values()).map(Verb::text).toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({"baseline, --to", "mark-applied 3, --reason", "step expand, --number"})
  void whatIsRequiredIsRefusedWithoutIt(String words, String flag) {
    var refused = Scene.migrate(Map.of("MIGRATE_URL", "sqlite:none.db"), words.split(" ", -1));

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains(flag);
    assertThat(Scene.migrate(Map.of(), words.split(" ", -1)[0], "--help").out())
        .containsPattern(flag + " .*\\(required\\)");
  }

  @Test
  void aShellCompletesVerbsAndTheirFlags() throws Exception {
    var script = Scene.migrate(Map.of(), "completion", "bash").out();
    var bash =
        new ProcessBuilder(
                "bash",
                "-c",
                script
                    + "COMP_WORDS=(migrate mark); COMP_CWORD=1; _migrate; echo ${COMPREPLY[@]};"
                    + "COMP_WORDS=(migrate down --st); COMP_CWORD=2; _migrate; echo ${COMPREPLY[@]};"
                    + "COMP_WORDS=(migrate step ex); COMP_CWORD=2; _migrate; echo ${COMPREPLY[@]}")
            .redirectErrorStream(true)
            .start();

    assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("mark-applied mark-rolled-back\n--statement-timeout --steps\nexpand\n");
    assertThat(Scene.migrate(Map.of(), "completion", "fish").out()).contains("-l override-owner");
    assertThat(Scene.migrate(Map.of(), "completion", "ksh").code()).isEqualTo(2);
  }

  @Test
  void withoutADatabaseItSaysWhatToGive() throws Exception {
    Files.createDirectories(temp.resolve("m"));
    var refused = Scene.migrate(Map.of(), "up", "--dir", temp.resolve("m").toString());

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("--url", "--url-file", "MIGRATE_URL", "DATABASE_URL");
  }
}
