package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Scene;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that stand in a migration as pg_dump writes them. */
class CopyTest {
  @TempDir Path temp;

  @Test
  void theRowsAreLoadedInTheMigrationsTransaction() {
    try (var scene = new Scene(Engine.POSTGRESQL, temp)) {
      scene.file(
          "001_rows.sql",
          """
          CREATE TABLE t (a int, b text);
          COPY t (a, b) FROM stdin;
          1\tit's; one
          2\t\\N
          \\.

          COPY t FROM STDIN WITH (FORMAT csv);
          3,"three, -- Down"
          \\.
          INSERT INTO t VALUES (4, 'four');
          """);

      var up = scene.up();
      assertThat(up.outcome()).as(up.text()).isEqualTo("completed");
      assertThat(scene.ask("SELECT a, b FROM t ORDER BY a"))
          .isEqualTo("1 it's; one,2 null,3 three, -- Down,4 four");
    }
  }

  @Test
  void aRowThatCannotBeReadIsToldAndNothingStays() {
    try (var scene = new Scene(Engine.POSTGRESQL, temp)) {
      scene.file("001_rows.sql", "CREATE TABLE t (a int);\nCOPY t FROM STDIN;\n1\nx\n\\.\n");

      var failed = scene.up();
      assertThat(failed.outcome()).isEqualTo("failed");
      assertThat(failed.json().at("/failure/line").asInt()).isEqualTo(2);
      assertThat(failed.json().at("/failure/statement").asInt()).isEqualTo(2);
      assertThat(failed.text()).contains("line 2");
      assertThat(scene.hasTable("t")).isFalse();
    }
  }
}
