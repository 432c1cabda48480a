package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Scene;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same files from another machine: an editor or version control has changed the line ends. */
class LineEndsTest extends DatabaseTest {
  private void files(String form) {
    file(form, "V1__counter.sql", Scene.COUNTER.strip() + "\n");
    file(form, "V2__count.sql", "-- phase: expand\n" + Scene.COUNT + ";\n");
    file(form, "U2__count.sql", "UPDATE counter SET n = n - 1;\n");
    file(form, "R__count.sql", "-- phase: expand\nUPDATE counter\nSET n = n + 10;\n");
  }

  private void file(String form, String name, String text) {
    scene.file(
        name,
        switch (form) {
          case "crlf" -> text.replace("\n", "\r\n");
          case "bom" -> "\uFEFF" + text;
          default -> text.stripTrailing();
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"crlf", "bom", "no end"})
  void nothingIsEditedAndNothingRunsAgain(String form) {
    files("crlf");
    assertThat(scene.up().outcome()).isEqualTo("completed");
    assertThat(scene.counter()).isEqualTo(11);

    files(form);
    var valid =
        Scene.migrate(Map.of(), "validate", "--url", scene.url(), "--dir", scene.folder.toString());
    assertThat(valid.code()).as(valid.text()).isZero();
    assertThat(valid.err().contains("note: V2__count.sql differs from what was applied"))
        .isEqualTo(!form.equals("crlf"));
    assertThat(scene.up().outcome()).isEqualTo("nothing_to_do");
    assertThat(scene.counter()).isEqualTo(11);
    file(form, "V3__count.sql", "-- phase: expand\n" + Scene.COUNT + ";\n");
    assertThat(scene.up().outcome()).isEqualTo("completed");
    assertThat(scene.counter()).isEqualTo(12);

    file(form, "V2__count.sql", "-- phase: expand\n" + Scene.COUNT + " ;\n");
    var edited = scene.up();
    assertThat(edited.code()).isEqualTo(3);
    assertThat(edited.text()).contains("V2__count.sql", "edited after it was applied");
  }
}
