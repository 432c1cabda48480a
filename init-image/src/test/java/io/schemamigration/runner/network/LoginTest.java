package io.schemamigration.runner.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.InMemory;
import io.schemamigration.runner.support.Postgres;
import io.schemamigration.runner.support.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong setting isn't tried again and again: it is named. A server that is down is. */
class LoginTest {
  @TempDir(factory = InMemory.class)
  Path temp;

  private Scene scene;

  @BeforeEach
  void open() {
    scene = new Scene(Engine.POSTGRESQL, temp);
    scene.file("001_t.sql", "-- phase: expand\nCREATE TABLE t (n integer);\n");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private String url(String user, String database, String query) {
    return "postgres://" + user + ":s3cret@127.0.0.1:" + Postgres.port() + "/" + database + query;
  }

  /** User, database, query, and what the refusal names. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgres | d       | ?sslmode=require                | TLS
          postgres | d       | ?sslmode=no-verify              | sslmode=no-verify
          postgres | d       | ?sslrootcert=/nosuch/ca.pem     | /nosuch/ca.pem
          postgres | d       | ?sslcert=/nosuch/c.pem          | /nosuch/c.pem
          postgres | d       | ?connectTimeout=abc             | connectTimeout
          postgres | d       | ?connect_timeout=abc            | connectTimeout
          postgres | d       | ?options=-cnosuch%3D1           | nosuch
          postgres | d       | ?options=-csearch_path%3Dtypo   | typo
          postgres | nowhere |                                 | Create the database
          nobody   | d       |                                 | nobody
          postgres | d       | ?host=/var/run/postgresql       | unix socket
          """)
  void aWrongSettingIsNamed(String user, String database, String query, String word) {
    var named = database.equals("d") ? scene.name() : database;

    var up = scene.migrate(scene.args("up"));
    assertThat(up.code()).isZero();
    var args = scene.args("up");
    args[2] = url(user, named, query == null ? "" : query);
    var refused = scene.migrate(args);

    assertThat(refused.code()).as(refused.text()).isEqualTo(3);
    assertThat(refused.text()).contains("CredentialsInvalid", word).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource({"EC", "RSA"})
  void aKeyInAnOlderFormIsToldHowToConvert(String form) throws IOException {
    var key = Files.writeString(temp.resolve("k"), "-----BEGIN " + form + " PRIVATE KEY-----\nx\n");
    var args = scene.args("up");
    args[2] = scene.url() + "?sslkey=" + key;
    var refused = scene.migrate(args);
    assertThat(refused.code()).as(refused.text()).isEqualTo(3);
    assertThat(refused.text()).contains("BEGIN " + form, "openssl pkcs8 -topk8");
  }

  @Test
  void otherToolsWordsAreUnderstood() {
    scene.sql("CREATE SCHEMA app");
    for (var query :
        new String[] {
          "?search_path=app",
          "?schema=app&pgbouncer=true&connection_limit=1",
          "?target_session_attrs=read-write&connect_timeout=5&search_path=app,public",
          "?host=127.0.0.1&port=" + Postgres.port() + "&options=-csearch_path%3Dapp"
        }) {
      var args = scene.args("up");
      args[2] = scene.url() + query;
      assertThat(scene.migrate(args).code()).as(query).isZero();
    }
    assertThat(
            scene.ask(
                "SELECT DISTINCT relnamespace::regnamespace FROM pg_class WHERE relname IN ('t',"
                    + " 'schema_migration_history')"))
        .isEqualTo("app");
  }

  @Test
  void whatPsqlReadsIsRead() {
    scene.sql("CREATE SCHEMA app");
    var environment =
        Map.of(
            "PGHOST", "127.0.0.1",
            "PGPORT", "" + Postgres.port(),
            "PGUSER", "postgres",
            "PGDATABASE", scene.name(),
            "PGOPTIONS", "-c search_path=app",
            "MIGRATE_URL", "postgres://");
    var up = Scene.migrate(environment, "up", "--dir", scene.folder.toString());
    assertThat(up.code()).as(up.text()).isZero();
    assertThat(scene.ask("SELECT count(*) FROM app.t")).isEqualTo("0");
  }

  @Test
  void aHostWithoutAnAddressMayComeAndIsNamed() {
    var verify =
        scene.migrate(
            "verify",
            "--version",
            "1",
            "--timeout",
            "0s",
            "--url",
            "postgres://u@nosuch.invalid/d");
    assertThat(verify.code()).isEqualTo(5);
    assertThat(verify.text()).contains("no address is known for", "nosuch.invalid");
  }
}
