package io.schemamigration.runner.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Postgres;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two tables are found wherever they are, or nothing is done. */
class PlaceTest {
  private static final AtomicInteger ROLES = new AtomicInteger();

  @TempDir(factory = InMemory.class)
  Path temp;

  private Scene scene;
  private String role;

  @BeforeEach
  void open() {
    scene = new Scene(Engine.POSTGRESQL, temp);
    role = role();
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private String role() {
    var name = "keeper" + ROLES.incrementAndGet();
    Postgres.admin("DROP ROLE IF EXISTS " + name, "CREATE ROLE " + name + " LOGIN");
    scene.sql(
        "GRANT CREATE ON DATABASE " + scene.name() + " TO " + name,
        "GRANT ALL ON SCHEMA public TO " + name);
    return name;
  }

  private Result run(String verb, String user, String query, String... more) {
    var url = scene.url().replace("postgres@", user + "@") + query;
    var args =
        new ArrayList<>(
            List.of(verb, "--url", url, "--dir", scene.folder.toString(), "--output", "json"));
    args.addAll(List.of(more));
    return scene.migrate(args.toArray(String[]::new));
  }

  private Result step(int number, String... more) {
    var url = scene.url().replace("postgres@", role + "@");
    return scene.migrate(scene.stepArgs(url, "expand", number, more));
  }

  private int verify(String version) {
    var url = scene.url().replace("postgres@", role + "@");
    return scene.migrate("verify", "--url", url, "--version", version, "--timeout", "0s").code();
  }

  /** Three migrations, of which the last creates a schema named like the user. */
  private void counted() {
    scene
        .file(
            "001_counter.sql",
            """
            -- phase: expand
            CREATE TABLE IF NOT EXISTS public.counter (n integer NOT NULL);
            INSERT INTO public.counter SELECT 0 WHERE NOT EXISTS (SELECT FROM public.counter);
            UPDATE public.counter SET n = n + 1;
            """)
        .contract(2, "UPDATE public.counter SET n = n + 1")
        .expand(3, "CREATE SCHEMA IF NOT EXISTS " + role);
    var up = run("up", role, "");
    assertThat(up.applied()).as(up.text()).isEqualTo("1 2 3");
  }

  private static void lost(Result result, String... words) {
    assertThat(result.code()).as(result.text()).isEqualTo(3);
    assertThat(result.text()).contains("HistoryLost").contains(words);
  }

  @Test
  void aSchemaNamedLikeTheUserDoesntHideTheHistory() {
    counted();
    scene.expand(4, "UPDATE public.counter SET n = n + 1");

    var next = run("up", role, "");

    assertThat(next.applied()).as(next.text()).isEqualTo("4");
    assertThat(scene.counter()).isEqualTo(3);
    assertThat(
            scene.ask(
                "SELECT relnamespace::regnamespace FROM pg_class WHERE relname ="
                    + " 'schema_migration_window'"))
        .isEqualTo("public");
    assertThat(scene.window()).isEqualTo("2 4 null");
    assertThat(verify("4")).isZero();
    assertThat(verify("1")).isEqualTo(3);
  }

  @Test
  void theOperatorsStepFindsItToo() {
    counted();
    scene.expand(4, "UPDATE public.counter SET n = n + 1");

    var next = step(9, "--version", "4", "--known-minimum", "2");

    assertThat(next.applied()).as(next.text()).isEqualTo("4");
    assertThat(scene.counter()).isEqualTo(3);
  }

  /** The path of the second run; what is to be there before it; where the history is looked for. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ALTER ROLE r SET search_path = other, public | CREATE SCHEMA other AUTHORIZATION r | 4
          ALTER ROLE r SET search_path = other         | CREATE SCHEMA other AUTHORIZATION r | lost
          ALTER TABLE public.schema_migration_window OWNER TO postgres; ALTER TABLE public.schema_migration_history OWNER TO postgres | SELECT 1 | lost
          ALTER TABLE public.schema_migration_window SET SCHEMA r; ALTER TABLE public.schema_migration_history SET SCHEMA r | SELECT 1 | 4
          ALTER ROLE r SET search_path = nowhere, public | SELECT 1 | nowhere
          """)
  void whereTheHistoryIs(String change, String before, String expected) {
    counted();
    scene.expand(4, "UPDATE public.counter SET n = n + 1");
    scene.sql((before + "; " + change).replaceAll("\\br\\b", role));

    var next = run("up", role, "");

    switch (expected) {
      case "lost" -> {
        lost(next, "there is one in public", "--history-schema public", "currentSchema=");
        assertThat(run("up", role, "", "--history-schema", "public").code())
            .isEqualTo(change.contains("OWNER") ? 1 : 0);
      }
      case "nowhere" -> {
        assertThat(next.code()).isEqualTo(3);
        assertThat(next.text()).contains("CredentialsInvalid", "there is no schema nowhere");
      }
      default -> assertThat(next.applied()).as(next.text()).isEqualTo("4");
    }
  }

  /** A second application with a role and a schema of its own has nothing to do with the first. */
  @Test
  void anotherUsersHistoryIsntTakenForOnesOwn() {
    counted();
    var other = role();
    scene.sql(
        "CREATE SCHEMA " + other + " AUTHORIZATION " + other,
        "ALTER ROLE " + other + " SET search_path = " + other);
    scene.file("001_counter.sql", "-- phase: expand\nCREATE TABLE counter2 (n integer);\n");

    var up = run("up", other, "", "--to", "1");

    assertThat(up.applied()).as(up.text()).isEqualTo("1");
  }

  /** Query of the URL, flags, and what comes of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ?options=-csearch_path%3Dtypo,public |                            | no schema typo
          ?options=-csearch_path%3Dtypo,public | --history-schema public    | no schema typo
          ?currentSchema=typo,public           |                            | no schema typo
          ?currentSchema=tenant,public         |                            | 1 2
          ?currentSchema=tenant                | --history-schema bookkeeping | 1 2
                                               | --history-schema tenant    | HistoryLost
                                               | --history-schema nowhere   | no schema nowhere
                                               | --history-schema public    |
          """)
  void aSchemaIsAddressedByThePathAndByNothingElse(String query, String flag, String expected) {
    scene.file("001_t.sql", "-- phase: expand\nCREATE TABLE t (n integer);\n");
    scene.file("002_u.sql", "-- phase: expand\nCREATE TABLE u (n integer);\n");
    scene.sql("CREATE SCHEMA tenant", "CREATE SCHEMA bookkeeping");
    assertThat(scene.up().applied()).isEqualTo("1 2");
    var flags = flag == null ? new String[0] : flag.split(" ");

    var up = run("up", "postgres", query == null ? "" : query, flags);

    if (expected == null || expected.startsWith("1")) {
      assertThat(up.code()).as(up.text()).isZero();
      assertThat(up.applied()).isEqualTo(expected == null ? "" : expected);
      assertThat(scene.ask("SELECT count(*) FROM pg_tables WHERE tablename = 't'"))
          .isEqualTo(expected == null ? "1" : "2");
    } else {
      assertThat(up.code()).isEqualTo(3);
      assertThat(up.text()).contains(expected);
      assertThat(scene.ask("SELECT count(*) FROM pg_tables WHERE tablename = 't'")).isEqualTo("1");
    }
  }

  /** How the history gets lost, and the minimum that was known. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          DROP TABLE schema_migration_window, schema_migration_history | 0 | is gone
          DROP TABLE schema_migration_window, schema_migration_history | 3 | from-3-to-none
          UPDATE schema_migration_window SET minimum = '2'             | 3 | from-3-to-2
          DROP TABLE schema_migration_window                           | 4 | from-4-to-3
          DROP TABLE schema_migration_window                           | 3 |
          SELECT 1                                                     | 3 |
          SELECT 1                                                     | 0 |
          """)
  void aStepThatKnowsAMinimumDoesntLetItFall(String loss, String known, String expected) {
    scene.counting().up();
    scene.sql(loss);
    var before = scene.ask("SELECT count(*) FROM pg_class WHERE relname LIKE 'schema_migr%'");

    var next =
        scene.migrate(
            scene.stepArgs(scene.url(), "expand", 9, "--version", "3", "--known-minimum", known));

    if (expected == null) {
      assertThat(next.code()).as(next.text()).isZero();
      assertThat(scene.window()).isEqualTo("3 3 null");
    } else {
      lost(next, expected, "kubectl annotate schemamigration orders -n shop");
      assertThat(scene.ask("SELECT count(*) FROM pg_class WHERE relname LIKE 'schema_migr%'"))
          .isEqualTo(before);
    }
    assertThat(scene.counter()).isEqualTo(2);
  }
}
