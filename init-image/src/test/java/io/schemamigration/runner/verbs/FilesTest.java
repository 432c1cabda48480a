package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verbs that look at files, and what is shown of a database. */
class FilesTest {
  @TempDir Path temp;
  private Scene scene;

  @BeforeEach
  void open() {
    scene = new Scene(Engine.SQLITE, temp);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private Result files(String verb, String... more) {
    var args = new ArrayList<>(List.of(verb, "--dir", scene.folder.toString()));
    args.addAll(List.of(more));
    return Scene.migrate(Map.of(), args.toArray(String[]::new));
  }

  @Test
  void createCountsOnInTheFoldersOwnWidth() {
    scene.counting();

    assertThat(files("create", "Add Email!").out()).endsWith("004_add_email.sql\n");
    assertThat(files("create", "more").out()).endsWith("005_more.sql\n");
    assertThat(files("latest").out()).isEqualTo("5\n");
  }

  @Test
  void createBeginsAnEmptyFolderWithOne() {
    assertThat(files("create", "first").out()).endsWith("001_first.sql\n");
  }

  @Test
  void createWritesATimestampAboveTheHighestWhereTheFolderHasTimestamps() {
    scene.file("29991231235959_late.sql", Scene.COUNTER);

    assertThat(files("create", "next").out()).endsWith("29991231235960_next.sql\n");
  }

  @Test
  void createMakesAFolderWhereMigrationsAreFolders() {
    scene.file("V007__x/up.sql", Scene.COUNTER);

    assertThat(files("create", "next", "--author", "me").out().lines())
        .map(line -> line.substring(line.indexOf("V008")))
        .containsExactly("V008__next/up.sql", "V008__next/down.sql", "V008__next/metadata.yaml");
    assertThat(scene.folder.resolve("V008__next/metadata.yaml"))
        .content()
        .contains("author: \"me\"", "created: 20", "dependencies: []")
        .doesNotContain("phase");
    scene.file("V008__next/up.sql", Scene.COUNT + ";\n");
    assertThat(files("validate").code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "001_a.sql",
        "20240101000000_a.sql",
        "V001__a/up.sql",
        "001_a.up.sql",
        "V1__a.sql",
        "2023-01-02-030405_a/up.sql"
      })
  void aTemplateIsRefusedUntilItIsFilledIn(String like) throws IOException {
    scene.file(like, Scene.COUNTER);
    var created = Path.of(files("create", "first").out().lines().findFirst().orElseThrow());

    for (var verb : List.of("validate", "lint")) {
      var told = files(verb);
      assertThat(told.code()).as(verb).isEqualTo(1);
      assertThat(told.out() + told.err()).contains("has no statement", created.getFileName() + "");
    }
    var up = files("up", "--url", scene.url());
    assertThat(up.code()).isEqualTo(3);
    assertThat(up.err()).contains("has no statement", "say why in a comment");
    assertThat(scene.hasTable("counter")).isFalse();

    Files.writeString(created, Scene.COUNT + ";\n", StandardOpenOption.APPEND);
    assertThat(files("up", "--url", scene.url()).code()).isZero();
    assertThat(scene.counter()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|false",
        "'-- phase: expand'|false",
        "'-- Migration: x\n-- Generated: 2024-01-01\n\n-- Up\n\n-- Down\n'|false",
        "'-- Add migration script here'|false",
        "'-- Your SQL goes here'|false",
        "'-- This is an empty migration.'|false",
        "'-- migrate:up\n\n-- migrate:down\n'|false",
        "'-- +goose Up\n-- +goose StatementBegin\n-- +goose StatementEnd\n-- +goose Down\n'|false",
        "'-- Write your migrate up statements here\n'|false",
        "'BEGIN;\nCOMMIT;'|false",
        "'-- nothing to do on this database'|true",
        "'-- empty: see 004'|true",
        "'/* left empty on purpose */'|true",
        "'-- DROP TABLE a;'|true",
        "'-- verify: SELECT true'|true",
      })
  void anEmptyMigrationSaysWhy(String text, boolean fine) {
    scene.file("001_a.sql", Scene.COUNTER).file("002_b.sql", text);

    assertThat(files("up", "--url", scene.url()).code()).isEqualTo(fine ? 0 : 3);
    assertThat(scene.hasTable("counter")).isEqualTo(fine);
  }

  @Test
  void oneThatIsAppliedAlreadyIsInNobodysWay() {
    scene.file("001_a.sql", Scene.COUNTER).file("002_b.sql", "");
    scene.sql("CREATE TABLE counter (n integer NOT NULL)");
    assertThat(files("baseline", "--to", "2", "--url", scene.url()).code()).isZero();
    scene.file("003_c.sql", "SELECT 1;\n");

    assertThat(files("validate", "--url", scene.url()).code()).isZero();
    assertThat(files("up", "--url", scene.url()).code()).isZero();
  }

  /** As Alembic writes its scripts; once applied they can't be edited any longer. */
  @ParameterizedTest
  @CsvSource({
    "alembic_version, UPDATE alembic_version SET version_num = 'b', true",
    "_sqlx_migrations, DELETE FROM _sqlx_migrations WHERE version = 3, true",
    "__diesel_schema_migrations, DROP TABLE \"__diesel_schema_migrations\", true",
    ", CREATE TABLE alembic_versions (a int), false",
    ", CREATE TABLE changes (a int), false"
  })
  void validateNamesStatementsAboutAnotherToolsTable(
      @Nullable String table, String sql, boolean told) {
    scene.file("001_t.sql", "CREATE TABLE t (n integer);\n\n" + sql + ";\n");

    var validate = files("validate");

    assertThat(validate.code()).isZero();
    assertThat(validate.err().contains("note: 001_t.sql:3: " + table)).isEqualTo(told);
    if (told) {
      scene.sql("CREATE TABLE " + table + " (version integer, version_num text)");
      scene.verb("baseline", "--to", "1");
      assertThat(files("validate", "--url", scene.url()).err()).isEmpty();
    }
  }

  @Test
  void validateNamesEveryProblemAndStrictTheNumbersLeftOut() {
    scene.counting().expand(5, Scene.COUNT);
    assertThat(files("validate").code()).isZero();
    assertThat(files("validate").out()).startsWith("4 migrations, highest 5, sha256:");

    var strict = files("validate", "--strict");
    assertThat(strict.code()).isEqualTo(1);
    assertThat(strict.err()).contains("005_step.sql: expected version 4");

    scene.file("V1_bad.sql", "").file("007_open.sql", "SELECT 'x");
    var invalid = files("validate");
    assertThat(invalid.code()).isEqualTo(1);
    assertThat(invalid.err()).contains("V1_bad.sql", "007_open.sql:1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up",
        "plan",
        "status",
        "latest",
        "verify",
        "validate",
        "create",
        "renumber",
        "baseline",
        "step"
      })
  void everyVerbHelpsWithAnExample(String verb) {
    var help = Scene.migrate(Map.of(), verb, "--help");

    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("Example:\n  migrate " + verb, "--help");
    assertThat(Scene.migrate(Map.of(), "--help").out()).contains("\n  " + verb + " ");
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void statusAndPlanShowTheirJsonAndMakeNothing(Engine engine) {
    try (var here = new Scene(engine, temp.resolve("json")).counting()) {
      var plan = here.verb("plan");
      assertThat(plan.code()).as(plan.text()).isZero();
      assertThat(plan.json().at("/migrations/0/status").asText()).isEqualTo("pending");
      assertThat(plan.json().at("/migrations").size()).isEqualTo(3);
      assertThat(here.verb("status").json().at("/window/maximum").asText()).isEqualTo("0");
      if (engine == Engine.SQLITE) {
        assertThat(Path.of(here.name())).doesNotExist();
      } else {
        assertThat(here.hasTable("schema_migration_history")).isFalse();
      }

      here.up("--to", "2");
      here.step("claim", 9, "--claim", "3");
      var status = here.verb("status").json();
      var second = status.at("/migrations/1");
      assertThat(second.path("version").asText()).isEqualTo("2");
      assertThat(second.path("description").asText()).isEqualTo("step");
      assertThat(second.path("phase").asText()).isEqualTo("expand");
      assertThat(second.path("status").asText()).isEqualTo("completed");
      assertThat(second.path("checksum").asText()).hasSize(64);
      assertThat(second.path("appliedAt").asText()).startsWith("20");
      assertThat(second.path("executionTimeMs").isInt()).isTrue();
      assertThat(status.at("/migrations/2/status").asText()).isEqualTo("pending");
      assertThat(status.path("window").toString())
          .isEqualTo("{\"minimum\":\"0\",\"maximum\":\"3\",\"claim\":\"3\"}");
    }
  }
}
