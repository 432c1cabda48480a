package io.schemamigration.e2e.input;

import static io.schemamigration.e2e.app.App.eventually;
import static io.schemamigration.e2e.app.App.schemaMigration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.schemamigration.e2e.app.App;
import io.schemamigration.e2e.app.Manifests;
import io.schemamigration.e2e.app.Workload;
import io.schemamigration.e2e.cluster.Cluster;
import io.schemamigration.e2e.cluster.ClusterExtension;
import io.schemamigration.e2e.cluster.LongRunning;
import io.schemamigration.e2e.cluster.PostgresFixture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each mistake has its reason and words that say what to do, and changes nothing. */
@LongRunning
@ExtendWith(ClusterExtension.class)
class BadInputTest {
  private final Cluster cluster;
  private final PostgresFixture postgres;

  BadInputTest(Cluster cluster, PostgresFixture postgres) {
    this.cluster = cluster;
    this.postgres = postgres;
    cluster.operator();
  }

  /** A mistake in a change to what was well: what is done, the reason, what the message says. */
  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(
            "missing ConfigMap",
            app -> app.kubectl("delete", "configmap", "migrations").run(),
            "SourceMissing",
            "ConfigMap migrations does not exist in namespace"),
        mistake(
            "empty ConfigMap",
            app -> app.remove("001_counter.sql").publish(),
            "InvalidMigrations",
            "no migration"),
        mistake(
            "two migrations of one version",
            app -> app.add("002_a.sql", App.COUNT).add("2_b.sql", App.COUNT).publish(),
            "InvalidMigrations",
            "002_a.sql",
            "2_b.sql"),
        mistake(
            "new file below the highest applied",
            app -> app.add("0_late.sql", "-- phase: expand\n" + App.COUNT).publish(),
            "InvalidMigrations",
            "0_late.sql"),
        mistake(
            "edited applied migration",
            app -> app.add("001_counter.sql", "CREATE TABLE counter (n bigint);\n").publish(),
            "ChecksumMismatch",
            "001_counter.sql"),
        mistake(
            "file that isn't UTF-8",
            app -> app.kubectl("patch", "configmap", "migrations", "-p", LATIN_1).run(),
            "InvalidMigrations",
            "002_latin.sql",
            "UTF-8"),
        mistake(
            "unterminated quote",
            app -> app.add("002_quote.sql", "-- phase: expand\nSELECT 'x;\n").publish(),
            "InvalidMigrations",
            "002_quote.sql:2"),
        mistake(
            "statement that nobody has placed",
            app -> app.add("002_unknown.sql", "SELECT strange(n) FROM counter;\n").publish(),
            "NeedsApproval",
            "002_unknown.sql",
            "phase",
            "accept"),
        mistake(
            "statement that PostgreSQL can't read",
            app -> app.add("002_typo.sql", "\nALTER TABLE counter AD COLUMN x int;\n").publish(),
            "InvalidMigrations",
            "002_typo.sql:2",
            "syntax error"),
        mistake(
            "version that isn't there",
            app -> app.apply(schemaMigration("version: \"7\"")),
            "VersionUnknown",
            "7"),
        mistake(
            "missing Secret",
            app -> {
              app.kubectl("delete", "secret", "database").run();
              app.addCounting(2, "expand").publish();
            },
            "CredentialsInvalid",
            "secret \"database\" not found"),
        mistake(
            "missing key",
            app -> {
              app.kubectl("patch", "secret", "database", "-p", "{\"data\":{\"password\":null}}")
                  .run();
              app.addCounting(2, "expand").publish();
            },
            "CredentialsInvalid",
            "password"));
  }

  private static final String LATIN_1 = "{\"binaryData\":{\"002_latin.sql\":\"LS0g5Ao=\"}}";

  private static Arguments mistake(
      String name, Consumer<App> change, String reason, String... words) {
    return argumentSet(name, change, reason, words);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void changesNothingAndIsTold(Consumer<App> mistake, String reason, String[] words) {
    try (var app = App.ready(cluster, postgres.createDatabase())) {
      mistake.accept(app);
      var message = app.awaitReason(reason);
      assertThat(message).contains(words);
      assertThat(app.condition().getStatus()).isEqualTo("False");
      assertThat(app.counter()).isZero();
      assertThat(app.applied()).isEqualTo("1");
      assertThat(app.query("SELECT maximum FROM schema_migration_window")).isEqualTo("1");
    }
  }

  @Test
  void passwordThatIsWrongIsToldAndMended() {
    var database = postgres.createDatabase();
    try (var app = App.ready(cluster, database)) {
      app.apply(Manifests.secret(database.url(), database.user(), "a bad guess"));
      app.addCounting(2, "expand").publish();
      eventually(() -> assertThat(app.failure().reason()).isEqualTo("CredentialsInvalid"));
      assertThat(app.condition().getReason()).isIn("RetryScheduled", "Applying");
      assertThat(app.failure().message()).contains(database.user()).doesNotContain("a bad guess");
      assertThat(app.failure().hint()).isNotBlank();
      app.apply(Manifests.secret(database.url(), database.user(), database.password()));
      app.awaitReady("2");
      assertThat(app.counter()).isEqualTo(1);
    }
  }

  @Test
  void databaseThatIsDownIsToldAndWaitedFor() {
    var database = postgres.createDatabase();
    try (var app = App.ready(cluster, database)) {
      var nobody = database.url().replace(":" + database.port() + "/", ":1/");
      app.apply(Manifests.secret(nobody, database.user(), database.password()));
      app.addCounting(2, "expand").publish();
      eventually(() -> assertThat(app.failure().reason()).isEqualTo("DatabaseUnreachable"));
      assertThat(app.failure().message()).contains(database.host());
      eventually(() -> assertThat(app.failure().hint()).isNotBlank());
      app.apply(Manifests.secret(database.url(), database.user(), database.password()));
      app.awaitReady("2");
      assertThat(app.counter()).isEqualTo(1);
    }
  }

  @Test
  void versionAnnotationThatIsNoVersionIsDenied() {
    try (var app = App.ready(cluster, postgres.createDatabase())) {
      var refused =
          app.kubectl("apply", "-f", "-").reading(Workload.deployment("two").manifest()).tryToRun();
      assertThat(refused.exitCode()).isNotZero();
      assertThat(refused.errors()).contains("is \"two\", not a version such as 7");
      assertThat(app.client().apps().deployments().inNamespace(app.namespace()).list().getItems())
          .isEmpty();
    }
  }

  @Test
  void aNameThatIsTooLongForALabelIsDenied() {
    try (var app = App.of(cluster, postgres.createDatabase())) {
      var manifest = schemaMigration("").replaceFirst("name: app\\b", "name: " + "a".repeat(64));
      var refused = app.kubectl("apply", "-f", "-").reading(manifest).tryToRun();
      assertThat(refused.exitCode()).isNotZero();
      assertThat(refused.errors()).contains("63 characters at most");
    }
  }

  /** The operator couldn't make the ConfigMap of it. */
  @ParameterizedTest
  @ValueSource(strings = {"001_a b.sql", "001_\u00e4.sql", "001_a$(id).sql"})
  void aNameOfAnInlineFileThatIsNoKeyIsDenied(String file) {
    try (var app = App.of(cluster, postgres.createDatabase())) {
      var inline = "inline: {\"" + file + "\": \"SELECT 1\"}";
      var manifest = schemaMigration("").replace("configMaps: [{name: migrations}]", inline);
      var refused = app.kubectl("apply", "-f", "-").reading(manifest).tryToRun();
      assertThat(refused.exitCode()).isNotZero();
      assertThat(refused.errors()).contains("it becomes a key of a ConfigMap", "rename it");
    }
  }

  /** Files of the pod, and nowhere else. */
  @Test
  void passwordStandsInNoSpecificationAndNoStatus() {
    var database = postgres.createDatabase();
    try (var app = App.ready(cluster, database)) {
      var workload = Workload.deployment("1");
      app.release(workload);
      app.awaitRollout(workload);
      var seen = app.kubectl("get", "pods,jobs,smig,deployments,events", "-o", "yaml").run();
      assertThat(seen).contains("--password-file").doesNotContain(database.password());
      assertThat(app.kubectl("logs", "-l", "schemamigration.io/step").run())
          .contains("\"report\"")
          .doesNotContain(database.password());
    }
  }
}
