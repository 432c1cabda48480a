package io.schemamigration.e2e.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.core.window.Version;
import io.schemamigration.e2e.chart.Rendered;
import io.schemamigration.e2e.cluster.Cluster;
import io.schemamigration.e2e.cluster.Command;
import io.schemamigration.e2e.cluster.Repository;
import io.schemamigration.operator.observation.Step;
import io.schemamigration.operator.resource.JobBuilder;
import io.schemamigration.operator.resource.RunnerImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pod that runs {@code migrate} is written in four places and three languages: the operator's
 * Job (Java), the hook and the init container of the application's chart (Helm), and the init
 * container that the gate injects (CEL). For the same spec they agree.
 */
class RunnerPodTest extends GateTest {
  private static final String DIGEST = "sha256:" + "0".repeat(64);
  private static final String DATABASE = "\n  database: ";

  /** A chart as an application would have it: with ours as a dependency. */
  private static final String TEMPLATE =
      """
      {{- $database := (index .Values "schema-migration").database }}
      apiVersion: v1
      kind: Pod
      metadata:
        name: p
        {{- include "schema-migration.podMetadata" (dict "name" "other" "version" "7") | nindent 2 }}
      spec:
        containers: [{name: c, image: localhost/none}]
        initContainers:
        {{- include "schema-migration.verifyInitContainer" (dict "namespace" .Release.Namespace "name" "other" "version" "7" "image" "localhost/migrate:1" "database" $database) | nindent 2 }}
        volumes:
        {{- include "schema-migration.verifyVolumes" (dict "database" $database) | nindent 2 }}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: afterwards}
      data: {{- toYaml $database | nindent 2 }}
      """;

  @TempDir Path folder = Path.of("");

  RunnerPodTest(Cluster cluster) {
    super(cluster);
  }

  /** A database, and the same with what {@code verify} has put in the place of the rest. */
  static Stream<Arguments> databases() {
    var url = "urlFrom: " + key("db", "url");
    var owner = ", userFrom: " + key("owner", "user") + ", passwordFrom: " + key("owner", "pw");
    var ca = ", caFrom: " + key("ca", "ca.crt");
    var reader = "userFrom: " + key("reader", "u") + ", passwordFrom: " + key("reader", "p");
    var plain = "url: 'postgresql://h/d'";
    var readersUrl = "urlFrom: " + key("reader", "url");
    return Stream.of(
        same("SQLite", "sqlite: {claimName: data, path: d/app.db}"),
        same("URL in a Secret", url),
        same("URL, user, password, CA", plain + owner + ca),
        argumentSet(
            "credentials for verify",
            "{" + url + owner + ca + ", verify: {" + reader + "}}",
            "{" + url + ", " + reader + ca + "}"),
        argumentSet(
            "URL for verify",
            "{" + plain + owner + ", verify: {" + readersUrl + "}}",
            "{" + readersUrl + owner + "}"));
  }

  private static Arguments same(String name, String database) {
    return argumentSet(name, "{" + database + "}", "{" + database + "}");
  }

  private static String key(String secret, String key) {
    return "{secretKeyRef: {name: %s, key: %s}}".formatted(secret, key);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void theDatabaseIsReachedTheSameWay(String database, String verified) throws IOException {
    var job = job(database, "");
    var reader = job(verified, "");
    var hook = hook(database, "");
    var helper = helper(database);
    var injected = injected(database);

    assertThat(job.databaseFlags()).isNotEmpty();
    assertThat(hook.databaseFlags()).isEqualTo(job.databaseFlags());
    assertThat(hook.databaseMounts()).isEqualTo(job.databaseMounts());
    // with verify: other credentials, reached in the same way
    for (var pod : List.of(helper, injected)) {
      assertThat(pod.databaseFlags()).isEqualTo(reader.databaseFlags());
      assertThat(pod.databaseMounts()).isEqualTo(reader.databaseMounts());
    }
  }

  @Test
  void nobodyMayDoMoreThanTheOthers() throws IOException {
    var database = "{urlFrom: " + key("db", "url") + "}";
    var job = job(database, "").security();

    assertThat(job.keySet()).hasSize(5);
    assertThat(hook(database, "").security()).isEqualTo(job);
    assertThat(helper(database).security()).isEqualTo(job);
    // but in a pod that runs as root: InjectPolicyTest
    assertThat(injected(database).security()).isEqualTo(job);
  }

  /**
   * Job and hook run pods of their own. They differ in what they are for: the Job's token, digest
   * and report, and the hook's retries by Kubernetes, which nobody else would make.
   */
  @ParameterizedTest
  @MethodSource("jobs")
  void jobAndHookRunInTheSamePod(String database, String jobSpec) throws IOException {
    var job = job(database, jobSpec);
    var hook = hook(database, jobSpec);

    assertThat(hook.mounts()).isEqualTo(job.mounts());
    for (var field :
        List.of(
            "/restartPolicy",
            "/automountServiceAccountToken",
            "/enableServiceLinks",
            "/securityContext",
            "/affinity",
            "/serviceAccountName",
            "/nodeSelector",
            "/tolerations",
            "/imagePullSecrets")) {
      assertThat(hook.podField(field)).as(field).isEqualTo(job.podField(field));
    }
    for (var field : List.of("/name", "/command", "/resources", "/terminationMessagePolicy")) {
      assertThat(hook.containerField(field)).as(field).isEqualTo(job.containerField(field));
    }
    assertThat(hook.flag("--owner")).isEqualTo(job.flag("--owner"));
    assertThat(hook.flag("--dir")).isEqualTo(job.flag("--dir"));
  }

  static Stream<Arguments> jobs() {
    return Stream.of(
        argumentSet("as it comes", "{urlFrom: " + key("db", "url") + "}", ""),
        argumentSet(
            "SQLite, with all of spec.job",
            "{sqlite: {claimName: data, path: app.db}}",
            """
            job:
              serviceAccountName: migrations
              nodeSelector: {disk: fast}
              tolerations: [{key: dedicated, operator: Exists, effect: NoSchedule}]
              imagePullSecrets: [{name: registry}]
              securityContext: {runAsNonRoot: true, runAsUser: 1000}
              resources: {limits: {memory: 1Gi}}
              labels: {team: shop}
              annotations: {sidecar.istio.io/inject: "false"}
            """));
  }

  @Test
  void jobAndHookTakeLabelsAndAnnotationsFromTheSpec() throws IOException {
    var spec = "job: {labels: {team: shop}, annotations: {mesh: none}}";
    var database = "{urlFrom: " + key("db", "url") + "}";

    for (var job : List.of(jobObject(database, spec), hookObject(database, spec))) {
      for (var metadata : List.of(job.get("metadata"), job.at("/spec/template/metadata"))) {
        assertThat(metadata.at("/labels/team").asText()).isEqualTo("shop");
        assertThat(metadata.at("/annotations/mesh").asText()).isEqualTo("none");
      }
    }
  }

  /**
   * The helper can't know whether the pod runs as root, nor how the image is pulled: all else is
   * what the gate would inject.
   */
  @Test
  void initContainersOfHelperAndGateAreTheSame() throws IOException {
    var database = "{urlFrom: " + key("db", "url") + "}";
    var helper = helper(database);
    var injected = injected(database);

    for (var field : List.of("/name", "/command", "/args", "/resources")) {
      assertThat(helper.containerField(field)).as(field).isEqualTo(injected.containerField(field));
    }
    assertThat(helper.containerField("/terminationMessagePolicy"))
        .isEqualTo(injected.containerField("/terminationMessagePolicy"));
  }

  @Test
  void helperLeavesTheValuesAsTheyAre() throws IOException {
    var rendered =
        chart("{url: 'postgresql://h/d', verify: {userFrom: " + key("reader", "u") + "}}");

    assertThat(rendered.one("ConfigMap", "afterwards").at("/data").toString())
        .isEqualTo(
            "{\"url\":\"postgresql://h/d\",\"verify\":{\"userFrom\":{\"secretKeyRef\":"
                + "{\"key\":\"u\",\"name\":\"reader\"}}}}");
  }

  // ---- the four -------------------------------------------------------------------------------

  private RunnerPod job(String database, String jobSpec) {
    return first(jobObject(database, jobSpec));
  }

  private JsonNode jobObject(String database, String jobSpec) {
    var resource =
        Serialization.unmarshal(
            """
            apiVersion: schemamigration.io/v1alpha1
            kind: SchemaMigration
            metadata: {name: other, namespace: NAMESPACE, uid: u}
            spec:
              migrations: {configMaps: [{name: files}]}
            """
                    .replace("NAMESPACE", namespace())
                    .stripTrailing()
                + DATABASE
                + database
                + "\n"
                + jobSpec.indent(2),
            SchemaMigration.class);
    var token = new Step.Token(1, "abc");
    var attempt = new Step.Attempt(token, "j", DIGEST, Version.of("7"), 1, 1, Instant.EPOCH, null);
    var step = new Step.Expand(attempt, false, null);
    var builder =
        new JobBuilder(
            new RunnerImage(Repository.runnerImage(), "IfNotPresent", RunnerImage.OWN_USER));
    var job = builder.build(resource, step, "0123/" + namespace() + "/other");
    return Serialization.unmarshal(Serialization.asJson(job), JsonNode.class);
  }

  private RunnerPod hook(String database, String jobSpec) throws IOException {
    return first(hookObject(database, jobSpec));
  }

  private JsonNode hookObject(String database, String jobSpec) throws IOException {
    var values =
        Files.writeString(
            folder.resolve("hook.yaml"),
            "name: other\nclusterUid: '0123'\nmigrations: {configMaps: [{name: files}]}"
                + DATABASE.replace("  ", "")
                + database
                + "\n"
                + jobSpec);
    return Rendered.application("--namespace", namespace(), "-f", values.toString())
        .one("Job", "other-expand");
  }

  private static RunnerPod first(JsonNode job) {
    var spec = job.at("/spec/template/spec");
    return new RunnerPod(spec, spec.at("/containers/0"));
  }

  private RunnerPod helper(String database) throws IOException {
    var spec = chart(database).one("Pod", "p").get("spec");
    return new RunnerPod(spec, spec.at("/initContainers/0"));
  }

  private Rendered chart(String database) throws IOException {
    var chart = Files.createDirectories(folder.resolve("chart"));
    Files.createDirectories(chart.resolve("templates"));
    Files.createDirectories(chart.resolve("charts"));
    Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: shop\nversion: 1.0.0\n");
    Files.writeString(chart.resolve("templates/pod.yaml"), TEMPLATE);
    Files.writeString(
        chart.resolve("values.yaml"),
        "schema-migration:\n  migrations: {configMaps: [{name: files}]}" + DATABASE + database);
    Command.of("cp", "-r", Repository.path("helm/schema-migration"), chart.resolve("charts")).run();
    return Rendered.of(chart, List.of("--namespace", namespace()));
  }

  private RunnerPod injected(String database) {
    apply(Manifests.migration("other", database));
    var pod = Manifests.pod("other", "7", "");
    awaitPasses(kubectl("create", "--dry-run=server", "-f", "-").reading(pod));
    var spec = stored(pod).get("spec");
    return new RunnerPod(spec, spec.at("/initContainers/0"));
  }
}
