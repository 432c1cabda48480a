package io.schemamigration.e2e.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.schemamigration.e2e.cluster.Cluster;
import io.schemamigration.e2e.cluster.Repository;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InjectPolicyTest extends GateTest {
  private static final String CREDENTIALS = "/schema-migration/credentials";
  private static final String DATABASE = "/schema-migration/database";

  InjectPolicyTest(Cluster cluster) {
    super(cluster);
  }

  @Test
  void verifiesThePodsVersionInTheDatabaseOfItsSchemaMigration() {
    var pod = stored(Manifests.pod("7.1"));
    var verify = pod.at("/spec/initContainers/0");

    assertThat(verify.at("/name").asText()).isEqualTo("schema-verify");
    assertThat(verify.at("/image").asText()).isEqualTo(Repository.runnerImage());
    assertThat(texts(verify.at("/command"))).containsExactly("migrate", "verify");
    assertThat(texts(verify.at("/args")))
        .containsExactly(
            "--version",
            "7.1",
            "--owner",
            "*/" + namespace() + "/app",
            "--url-file",
            CREDENTIALS + "/url");
    assertThat(volume(pod, "schema-migration-credentials").at("/projected/sources").toString())
        .isEqualTo(
            "[{\"secret\":{\"items\":[{\"key\":\"url\",\"path\":\"url\"}],\"name\":\"db\"}}]");
    assertThat(pod.at("/spec/containers/0/volumeMounts").findValuesAsText("name"))
        .as("only the init container sees the credentials")
        .doesNotContain("schema-migration-credentials");
  }

  @Test
  void isAdmittedWherePodsMustBeRestricted() {
    kubectl("label", "namespace", namespace(), "pod-security.kubernetes.io/enforce=restricted")
        .run();
    var restricted =
        Manifests.pod(
                "app",
                "7",
                "securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}},")
            .replace(
                "imagePullPolicy: Never",
                "imagePullPolicy: Never, securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}");
    var security = stored(restricted).at("/spec/initContainers/0/securityContext");

    assertThat(security.at("/readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(security.at("/runAsNonRoot").asBoolean()).isTrue();
  }

  @Test
  void runsAsTheRootThatAPodAsksFor() {
    var pod = stored(Manifests.pod("app", "7", "securityContext: {runAsUser: 0},"));

    assertThat(pod.at("/spec/initContainers/0/securityContext/runAsNonRoot").isMissingNode())
        .isTrue();
  }

  @Test
  void comesAfterLeadingSidecarsAndBeforeEverythingElse() {
    var sidecar = "{name: %s, image: localhost/none, restartPolicy: Always}";
    var pod =
        stored(
            Manifests.pod(
                "app",
                "7",
                "initContainers: [%s, %s, {name: own, image: localhost/none}, %s],"
                    .formatted(
                        sidecar.formatted("s1"),
                        sidecar.formatted("s2"),
                        sidecar.formatted("s3"))));

    assertThat(names(pod.at("/spec/initContainers")))
        .containsExactly("s1", "s2", "schema-verify", "own", "s3");
  }

  @Test
  void comesLastWhereThereAreOnlySidecars() {
    var pod =
        stored(
            Manifests.pod(
                "app",
                "7",
                "initContainers: [{name: s1, image: localhost/none, restartPolicy: Always}],"));

    assertThat(names(pod.at("/spec/initContainers"))).containsExactly("s1", "schema-verify");
  }

  @Test
  void podWithoutAVersionIsVerifiedAsVersionZero() {
    var pod = stored(Manifests.pod("5").replace(VERSION, "other"));

    assertThat(texts(pod.at("/spec/initContainers/0/args"))).containsSequence("--version", "0");
  }

  @Test
  void ownerIsExactOnceTheOperatorHasToldIt() {
    status("{\"owner\":\"0123/%s/app\"}".formatted(namespace()));

    await().atMost(Duration.ofSeconds(20)).until(() -> owner().startsWith("0123/"));
    status("{\"owner\":\"0123/elsewhere/app\"}");
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(owner())
                .as("a database that belongs to another must not verify")
                .isEqualTo("*/" + namespace() + "/app"));
  }

  @Test
  void readOnlyCredentialsWinAndTheRestComesFromTheDatabase() {
    var secret = "{secretKeyRef: {name: %s, key: %s}}";
    other(
        "{url: 'postgres://h/d', userFrom: %s, passwordFrom: %s, caFrom: %s, verify: {userFrom: %s, passwordFrom: %s}}"
            .formatted(
                secret.formatted("owner", "user"),
                secret.formatted("owner", "password"),
                secret.formatted("ca", "ca.crt"),
                secret.formatted("reader", "u"),
                secret.formatted("reader", "p")));
    var pod = stored(Manifests.pod("other", "7", ""));
    var sources = volume(pod, "schema-migration-credentials").at("/projected/sources");

    assertThat(texts(pod.at("/spec/initContainers/0/args")).subList(4, 12))
        .containsExactly(
            "--url",
            "postgres://h/d",
            "--user-file",
            CREDENTIALS + "/user",
            "--password-file",
            CREDENTIALS + "/password",
            "--ca-file",
            CREDENTIALS + "/ca");
    assertThat(names(sources, "/secret/name")).containsExactly("reader", "reader", "ca");
    assertThat(names(sources, "/secret/items/0/key")).containsExactly("u", "p", "ca.crt");
  }

  @Test
  void sqliteClaimIsMounted() {
    other("{sqlite: {claimName: data, path: d/app.db}}");
    var pod = stored(Manifests.pod("other", "7", ""));

    assertThat(texts(pod.at("/spec/initContainers/0/args")))
        .endsWith("--url", "sqlite:" + DATABASE + "/d/app.db");
    assertThat(mounted(pod)).isEqualTo("schema-migration-database");
    assertThat(
            volume(pod, "schema-migration-database")
                .at("/persistentVolumeClaim/claimName")
                .asText())
        .isEqualTo("data");
  }

  @Test
  void sqliteVolumeOfThePodIsUsedUnlessItIsReadOnly() {
    other("{sqlite: {claimName: data, path: app.db}}");
    var own = "volumes: [{name: mine, persistentVolumeClaim: {claimName: data, readOnly: %s}}],";

    assertThat(mounted(stored(Manifests.pod("other", "7", own.formatted(false)))))
        .isEqualTo("mine");
    assertThat(mounted(stored(Manifests.pod("other", "7", own.formatted(true)))))
        .as("SQLite's log needs a writable mount")
        .isEqualTo("schema-migration-database");
  }

  @Test
  void itsImageIsPulledWithTheSecretsOfTheJobsAsWell() {
    kubectl(
            "patch",
            "schemamigration",
            "app",
            "--type=merge",
            "-p",
            "{\"spec\":{\"job\":{\"imagePullSecrets\":[{\"name\":\"registry\"},{\"name\":\"own\"}]}}}")
        .run();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(names(stored(Manifests.pod("7")).at("/spec/imagePullSecrets")))
                .containsExactly("registry", "own"));
    assertThat(
            names(
                stored(Manifests.pod("app", "7", "imagePullSecrets: [{name: own}],"))
                    .at("/spec/imagePullSecrets")))
        .containsExactly("own", "registry");
  }

  @Test
  void podOutsideTheGateIsLeftAlone() {
    var pod = stored(Manifests.pod("5").replace(LABEL, "other"));

    assertThat(pod.at("/spec/initContainers").isMissingNode()).isTrue();
  }

  /** A second SchemaMigration, as soon as the policies know it. */
  private void other(String database) {
    apply(Manifests.migration("other", database));
    awaitPasses(
        kubectl("create", "--dry-run=server", "-f", "-").reading(Manifests.pod("other", "7", "")));
  }

  private String owner() {
    return stored(Manifests.pod("7")).at("/spec/initContainers/0/args/3").asText();
  }

  private static JsonNode volume(JsonNode pod, String name) {
    for (var volume : pod.at("/spec/volumes")) {
      if (volume.get("name").asText().equals(name)) {
        return volume;
      }
    }
    throw new AssertionError("no volume " + name + " in " + pod.at("/spec/volumes"));
  }

  private static String mounted(JsonNode pod) {
    for (var mount : pod.at("/spec/initContainers/0/volumeMounts")) {
      if (mount.get("mountPath").asText().equals(DATABASE)) {
        return mount.get("name").asText();
      }
    }
    throw new AssertionError("nothing at " + DATABASE);
  }

  private static List<String> names(JsonNode array) {
    return names(array, "/name");
  }

  private static List<String> names(JsonNode array, String pointer) {
    var names = new ArrayList<String>();
    array.forEach(node -> names.add(node.at(pointer).asText()));
    return names;
  }

  private static List<String> texts(JsonNode array) {
    return names(array, "");
  }
}
