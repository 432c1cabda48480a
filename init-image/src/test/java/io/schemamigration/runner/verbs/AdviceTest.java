package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Scene;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors of PostgreSQL of which the server doesn't say what to do. */
class AdviceTest {
  @TempDir(factory = InMemory.class)
  Path temp;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          55006 | INSERT INTO c VALUES (1); ALTER TABLE c ADD COLUMN x int                         | SET CONSTRAINTS ALL IMMEDIATE
          42501 | SET ROLE pg_monitor; CREATE TABLE public.x (n int)                               | GRANT CREATE ON SCHEMA public
          25001 | SELECT 1; SET TRANSACTION ISOLATION LEVEL SERIALIZABLE                           | as the first statement
          2BP01 | DROP TABLE p                                                                     | DROP ... CASCADE
          """)
  void whatToDoIsSaid(String state, String sql, String advice) {
    try (var scene = new Scene(Engine.POSTGRESQL, temp)) {
      scene.expand(
          1,
          "CREATE TABLE p (id int PRIMARY KEY);\nCREATE TABLE c (p int REFERENCES p DEFERRABLE INITIALLY DEFERRED)");
      scene.file("002_fails.sql", sql + ";\n");

      var failure = scene.up().json().path("failure");

      assertThat(failure.path("sqlState").asText()).isEqualTo(state);
      assertThat(failure.path("hint").asText()).contains(advice);
    }
  }

  /** What depends on another view goes first. */
  @Test
  void viewsOfRepeatableFilesAreDroppedInTheirOrder() {
    try (var scene = new Scene(Engine.POSTGRESQL, temp)) {
      scene.expand(1, "CREATE TABLE p (id int, n int);\nCREATE SCHEMA app");
      scene.file("R__a.sql", "CREATE VIEW \"V w\" AS SELECT n FROM p;\n");
      scene.file("R__b.sql", "CREATE MATERIALIZED VIEW app.m AS SELECT * FROM \"V w\";\n");
      assertThat(scene.up().code()).isZero();
      scene.file("002_fails.sql", "ALTER TABLE p DROP COLUMN n;\n");

      assertThat(scene.up().json().at("/failure/hint").asText())
          .startsWith(
              "Write DROP MATERIALIZED VIEW app.m; DROP VIEW \"V w\"; before the statement.")
          .endsWith("R__a.sql, R__b.sql.");
    }
  }
}
