package io.schemamigration.core.source.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.Problem;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.sql.Dialect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SurveyTest {
  private static SourceFile file(String name, String text) {
    return new SourceFile(name, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatIsWrongWithOneFileHidesNoOther() {
    var survey =
        Inventory.of(
                List.of(
                    file("001_open.sql", "SELECT 'open"),
                    file("002_fine.sql", "CREATE TABLE a (b int);")))
            .survey(Dialect.POSTGRESQL);

    assertThat(survey.problems()).extracting(Problem::file).containsExactly("001_open.sql");
    assertThat(survey.migrations()).extracting(Migration::file).contains("002_fine.sql");
    assertThat(survey.migrations().getLast().up()).hasSize(1);
  }

  @Test
  void everyFileLeadsToTheOneWithTheStatements() {
    var survey =
        Inventory.of(
                List.of(
                    file("V001__a/up.sql", "CREATE TABLE a (b int);"),
                    file("V001__a/down.sql", "DROP TABLE a;"),
                    file("V001__a/metadata.yaml", "author: me\n"),
                    file("R__view.sql", "CREATE VIEW v AS SELECT 1;"),
                    file("README.md", "")))
            .survey(Dialect.POSTGRESQL);

    assertThat(survey.wholes())
        .containsOnly(
            java.util.Map.entry("V001__a/up.sql", "V001__a/up.sql"),
            java.util.Map.entry("V001__a/down.sql", "V001__a/up.sql"),
            java.util.Map.entry("V001__a/metadata.yaml", "V001__a/up.sql"),
            java.util.Map.entry("R__view.sql", "R__view.sql"));
  }
}
