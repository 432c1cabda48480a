package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.cli.Cli;
import io.schemamigration.runner.cli.output.Console;
import io.schemamigration.runner.cli.output.Terminal;
import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By hand, what older code may not survive is told first, and asked about where somebody sits. */
class ConsentTest extends DatabaseTest {
  private static final String QUESTION = "Apply all the same? [y/N] ";

  @ParameterizedTest
  @CsvSource({
    "up, y, 0, 3",
    "up, yes, 0, 3",
    "up, '', 3, 1",
    "up, n, 3, 1",
    "up, , 3, 1", // the end of the input
    "to 3, y, 0, 3",
    "to 3, n, 3, 1",
  })
  void aPersonIsAskedOnce(String verb, @Nullable String answer, int code, int counted) {
    inUse();

    var result = typing(answer, verb);

    assertThat(result.code()).as(result.text()).isEqualTo(code);
    assertThat(result.err())
        .contains("code older than this may break:", "  3 drop (contract): 003_drop.sql:2: ")
        .containsOnlyOnce(QUESTION)
        .doesNotContain("  2 step");
    assertThat(scene.counter()).isEqualTo(counted == 3 ? 1 : 0);
    assertThat(scene.history().contains("3 completed")).isEqualTo(code == 0);
  }

  @ParameterizedTest
  @CsvSource({"up --yes, true", "up --phase expand, false", "up --to 2, false", "to 2, false"})
  void whatNeedsNoQuestionAsksNone(String verb, boolean applied) {
    inUse();

    var result = typing("n", verb);

    assertThat(result.code()).as(result.text()).isZero();
    assertThat(result.err()).doesNotContain(QUESTION, "may break");
    assertThat(scene.history().contains("3 completed")).isEqualTo(applied);
  }

  @Test
  void whereNobodySitsItIsToldAndApplied() {
    inUse();

    var result = scene.up();

    assertThat(result.code()).as(result.text()).isZero();
    assertThat(result.err()).contains("may break:", "  3 drop (contract)").doesNotContain(QUESTION);
    assertThat(result.applied()).isEqualTo("2 3");
  }

  @Test
  void aFirstInstallAsksNothing() {
    files();

    var result = typing("n", "up");

    assertThat(result.code()).as(result.text()).isZero();
    assertThat(result.err()).doesNotContain(QUESTION, "may break");
    assertThat(scene.history()).contains("3 completed");
  }

  @Test
  void tablesOfOthersCountAlsoWhereNothingIsApplied() {
    files();
    scene.sql("CREATE TABLE orders (id integer)");
    assertThat(scene.verb("baseline", "--to", "0").code()).isZero();

    assertThat(typing("n", "up").code()).isEqualTo(3);
    assertThat(scene.hasTable("counter")).isFalse();
  }

  private void inUse() {
    files();
    scene.up("--to", "1");
  }

  private void files() {
    scene
        .file("001_counter.sql", Scene.COUNTER + "CREATE TABLE t (id integer, gone text);\n")
        .expand(2, Scene.COUNT)
        .file("003_drop.sql", "-- the column\nALTER TABLE t DROP COLUMN gone;\n");
  }

  private Result typing(@Nullable String answer, String verb) {
    var terminal =
        new Terminal() {
          @Override
          public boolean isThere() {
            return true;
          }

          @Override
          public @Nullable String line() {
            return answer;
          }
        };
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var words = verb.split(" ", -1);
    var more = Arrays.copyOfRange(words, 1, words.length);
    var code =
        new Cli(
                new Console(
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    terminal),
                Map.of())
            .run(scene.args(words[0], more));
    return new Result(
        code.code(), out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
