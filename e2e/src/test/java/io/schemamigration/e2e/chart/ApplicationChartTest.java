package io.schemamigration.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.schemamigration.e2e.cluster.Command;
import io.schemamigration.e2e.cluster.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationChartTest {
  private static final String CHART = "schema-migration";
  private static final String URL =
      "database.urlFrom.secretKeyRef.name=db,database.urlFrom.secretKeyRef.key=url";
  private static final String FILE = "migrations.files.001_a\\.sql=CREATE TABLE a (i int)";
  private static final String UID = "clusterUid=0123-4567";

  @Test
  void isWithoutFindingsOfHelmLint() {
    var chart = Repository.path("helm/" + CHART);

    assertThat(Command.tool("helm", "lint", "--strict", chart, "--set", URL, "--set", FILE).run())
        .contains("0 chart(s) failed");
  }

  @Test
  void makesASchemaMigrationWithItsFiles() {
    var rendered = Rendered.application("--set", URL, "--set", FILE, "--set-string", "version=7");
    var spec = rendered.one("SchemaMigration", "app").get("spec");

    assertThat(spec.at("/migrations/configMaps/0/name").asText()).isEqualTo("app-migrations");
    assertThat(spec.at("/database/urlFrom/secretKeyRef/key").asText()).isEqualTo("url");
    assertThat(spec.at("/version").asText()).isEqualTo("7");
    assertThat(rendered.one("ConfigMap", "app-migrations").at("/data/001_a.sql").asText())
        .isEqualTo("CREATE TABLE a (i int)");
  }

  @Test
  void otherFilesAreAnotherSpecSoThatNobodyTakesTheStatusOfTheOldOnesForTheirs() {
    assertThat(jobAnnotations(FILE).get("checksum/migrations").asText())
        .isEqualTo(jobAnnotations(FILE).get("checksum/migrations").asText())
        .isNotEqualTo(jobAnnotations(FILE + " CHECK (i > 0)").get("checksum/migrations").asText());
    assertThat(jobAnnotations(FILE, "--set", "job.annotations.team=shop").get("team").asText())
        .isEqualTo("shop");
    assertThat(
            Rendered.application("--set", URL, "--set", "migrations.configMaps[0].name=mine")
                .one("SchemaMigration", "app")
                .get("spec")
                .has("job"))
        .as("of files that the chart doesn't see")
        .isFalse();
  }

  private static JsonNode jobAnnotations(String file, String... flags) {
    var all = Stream.concat(Stream.of("--set", URL, "--set", file), Stream.of(flags));
    return Rendered.application(all.toArray(String[]::new))
        .one("SchemaMigration", "app")
        .at("/spec/job/annotations");
  }

  @Test
  void anApprovalIsPassedOnAndNobodyApprovesByDefault() {
    var digest = "sha256:" + "0a".repeat(32);
    var rendered = Rendered.application("--set", URL, "--set", FILE, "--set", "approve=" + digest);

    assertThat(rendered.one("SchemaMigration", "app").at("/spec/approve").asText())
        .isEqualTo(digest);
    assertThat(
            Rendered.application("--set", URL, "--set", FILE)
                .one("SchemaMigration", "app")
                .get("spec")
                .has("approve"))
        .isFalse();
    assertThat(Rendered.refusal(CHART, "--set", URL, "--set", FILE, "--set", "approve=yes"))
        .contains("approve", "does not match pattern");
  }

  @Test
  void theHookOnlyExpandsAndIsTheOwner() {
    var job =
        Rendered.application("--is-upgrade", "--set", URL, "--set", FILE, "--set", UID)
            .one("Job", "app-expand");

    assertThat(job.at("/metadata/annotations").get("helm.sh/hook").asText())
        .isEqualTo("pre-install,pre-upgrade");
    assertThat(Rendered.texts(job.at("/spec/template/spec/containers/0/args")))
        .containsExactly(
            "up",
            "--phase",
            "expand",
            "--owner",
            "0123-4567/schema-migration/app",
            "--dir",
            "/migrations",
            "--url-file",
            "/schema-migration/credentials/url");
  }

  @Test
  void theHookOfAnInstallationMayFindAnEmptyDatabase() {
    var job =
        Rendered.application("--set", URL, "--set", FILE, "--set", UID).one("Job", "app-expand");

    assertThat(Rendered.texts(job.at("/spec/template/spec/containers/0/args")))
        .contains("--first-install");
  }

  @Test
  void theHookReadsTheNewFilesBeforeTheReleaseChanges() {
    var rendered = Rendered.application("--set", URL, "--set", FILE, "--set", UID);
    var job = rendered.one("Job", "app-expand");
    var files = rendered.one("ConfigMap", "app-migrations-hook");

    assertThat(job.at("/spec/template/spec/volumes/0/projected/sources/0/configMap/name").asText())
        .isEqualTo("app-migrations-hook");
    assertThat(files.at("/metadata/annotations").get("helm.sh/hook-weight").asInt())
        .isLessThan(job.at("/metadata/annotations").get("helm.sh/hook-weight").asInt());
  }

  @Test
  void theHookStandsNeitherInsideTheGateNorPosesAsAStep() {
    var labels =
        Rendered.application("--set", URL, "--set", FILE, "--set", UID)
            .one("Job", "app-expand")
            .at("/spec/template/metadata/labels");

    assertThat(labels.properties())
        .isNotEmpty()
        .noneMatch(label -> label.getKey().startsWith("schemamigration.io/"));
  }

  @Test
  void credentialsAreFilesNeverEnvironment() {
    var container =
        Rendered.application(
                "--set",
                URL,
                "--set",
                FILE,
                "--set",
                UID,
                "--set",
                "database.passwordFrom.secretKeyRef.name=db",
                "--set",
                "database.passwordFrom.secretKeyRef.key=password")
            .one("Job", "app-expand")
            .at("/spec/template/spec/containers/0");

    assertThat(container.has("env")).isFalse();
    assertThat(container.has("envFrom")).isFalse();
    assertThat(Rendered.texts(container.get("args")))
        .containsSequence("--password-file", "/schema-migration/credentials/password");
  }

  @Test
  void theHookIsLeftOutWhereTheClusterIsUnknown() {
    assertThat(Rendered.application("--set", URL, "--set", FILE).of("Job")).isEmpty();
  }

  @Test
  void theHookTakesAllOfTheJob() {
    var job =
        Rendered.application(
                "--set",
                URL,
                "--set",
                FILE,
                "--set",
                UID,
                "--set",
                "job.deadline=1h30m5s",
                "--set",
                "job.labels.inject=no,job.annotations.inject=no",
                "--set",
                "job.annotations.helm\\.sh/hook=no,job.labels.helm\\.sh/chart=no")
            .one("Job", "app-expand");

    assertThat(job.at("/spec/activeDeadlineSeconds").asInt()).isEqualTo(5405);
    for (var metadata : List.of(job.get("metadata"), job.at("/spec/template/metadata"))) {
      assertThat(metadata.at("/labels/inject").asText()).isEqualTo("no");
      assertThat(metadata.at("/annotations/inject").asText()).isEqualTo("no");
      assertThat(metadata.at("/labels/helm.sh~1chart").asText()).startsWith(CHART);
    }
    assertThat(job.at("/metadata/annotations/helm.sh~1hook").asText()).startsWith("pre-install");
  }

  /** As the operator builds its Jobs: {@code jobs/database-proxy-as-sidecar} beside its tests. */
  @Test
  void theHooksPodIsTheOneOfTheOperatorsJobs() throws IOException {
    var folder =
        Repository.path("operator/src/test/resources/jobs").resolve("database-proxy-as-sidecar");
    var spec = yaml(folder.resolve("in-schemamigration.yaml")).get("spec");
    var job = yaml(folder.resolve("out-job.yaml")).at("/spec/template/spec");
    var hook =
        Rendered.application(
                "--set",
                UID,
                "--set",
                "name=orders",
                "--set",
                FILE,
                "--set-json",
                "database=" + spec.get("database"),
                "--set-json",
                "job=" + spec.get("job"))
            .one("Job", "orders-expand")
            .at("/spec/template/spec");

    for (var field :
        List.of(
            "affinity",
            "topologySpreadConstraints",
            "priorityClassName",
            "runtimeClassName",
            "initContainers",
            "securityContext")) {
      assertThat(hook.get(field)).as(field).isEqualTo(job.get(field));
    }
    assertThat(hook.at("/containers/0/env")).isEqualTo(job.at("/containers/0/env"));
    assertThat(hook.at("/containers/0/volumeMounts")).contains(spec.at("/job/volumeMounts/0"));
    assertThat(hook.get("volumes")).contains(spec.at("/job/volumes/0"), spec.at("/job/volumes/1"));
  }

  private static JsonNode yaml(Path file) throws IOException {
    return Serialization.unmarshal(Files.readString(file), JsonNode.class);
  }

  @ParameterizedTest
  @CsvSource({
    "hook.deadlineSeconds=60, 60",
    "'hook.deadlineSeconds=60,job.deadline=2h', 60",
    "job.deadline=90s, 90",
    "suspend=false, 600"
  })
  void theHookHasADeadlineOfItsOwnTheJobsOrTenMinutes(String values, int seconds) {
    assertThat(
            Rendered.application("--set", URL, "--set", FILE, "--set", UID, "--set", values)
                .one("Job", "app-expand")
                .at("/spec/activeDeadlineSeconds")
                .asInt())
        .isEqualTo(seconds);
  }

  @Test
  void whereProofComesFirstOnlyTheOperatorMigrates() {
    var rendered =
        Rendered.application("--set", URL, "--set", FILE, "--set", UID, "--set", "proveFirst=true");

    assertThat(rendered.one("SchemaMigration", "app").at("/spec/proveFirst").asBoolean()).isTrue();
    assertThat(rendered.of("Job")).isEmpty();
  }

  @Test
  void whereMigrationsWaitForAWindowOnlyTheOperatorMigrates() {
    var windows =
        "windows=[{\"cron\": \"0 22 * * 1-5\", \"duration\": \"4h\", \"phases\": [\"contract\"]}]";
    var rendered =
        Rendered.application("--set", URL, "--set", FILE, "--set", UID, "--set-json", windows);

    var window = rendered.one("SchemaMigration", "app").at("/spec/windows/0");
    assertThat(window.at("/cron").asText()).isEqualTo("0 22 * * 1-5");
    assertThat(window.at("/phases/0").asText()).isEqualTo("contract");
    assertThat(rendered.of("Job")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://u:secret@db/x",
        "jdbc:postgresql://db/x?user=u&password=secret",
        "postgres://db/x?sslpassword=secret"
      })
  void aPasswordGetsIntoNoArgument(String url) {
    assertThat(Rendered.refusal(CHART, "--set", FILE, "--set", UID, "--set", "database.url=" + url))
        .contains("database.url must not contain a password", "database.urlFrom")
        .doesNotContain("secret@", "=secret");
    assertThat(
            Rendered.application(
                    "--set", FILE, "--set", UID, "--set", "database.url=postgresql://u@db/x")
                .one("Job", "app-expand")
                .toString())
        .contains("\"postgresql://u@db/x\"");
  }

  @Test
  void onOpenShiftTheHookAsksForNoUser() {
    var flags = new String[] {"--set", URL, "--set", FILE, "--set", UID};
    var there =
        Stream.concat(Stream.of(flags), Stream.of("--api-versions", "security.openshift.io/v1"));

    assertThat(user(flags)).isEqualTo("65532");
    assertThat(user(there.toArray(String[]::new))).isEmpty();
  }

  private static String user(String... flags) {
    return Rendered.application(flags)
        .one("Job", "app-expand")
        .at("/spec/template/spec/securityContext/runAsUser")
        .asText();
  }

  @Test
  void theHookMountsAnSqliteVolume() {
    var pod =
        Rendered.application(
                "--set",
                "database.sqlite.claimName=data,database.sqlite.path=d/app.db",
                "--set",
                "migrations.configMaps[0].name=mine",
                "--set",
                UID)
            .one("Job", "app-expand")
            .at("/spec/template/spec");

    assertThat(Rendered.texts(pod.at("/containers/0/args")))
        .containsSequence("--url", "sqlite:/schema-migration/database/d/app.db");
    assertThat(pod.get("volumes").findValuesAsText("claimName")).containsExactly("data");
  }

  @Test
  void wrongValuesAreRefusedWithWhatToDo() {
    assertThat(Rendered.refusal(CHART, "--set", FILE)).contains("Set where the database is");
    assertThat(Rendered.refusal(CHART, "--set", URL)).contains("Set either migrations.files");
    assertThat(
            Rendered.refusal(
                CHART, "--set", URL, "--set", FILE, "--set", "migrations.configMaps[0].name=m"))
        .contains("Set either migrations.files");
    assertThat(Rendered.refusal(CHART, "--set", URL, "--set", FILE, "--set", "versoin=7"))
        .contains("additional properties 'versoin' not allowed");
  }
}
