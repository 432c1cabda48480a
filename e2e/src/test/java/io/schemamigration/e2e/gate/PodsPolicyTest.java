package io.schemamigration.e2e.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemamigration.e2e.cluster.Cluster;
import io.schemamigration.e2e.cluster.Repository;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodsPolicyTest extends GateTest {
  private static final String UNCHANGEABLE = "can't be changed";
  private static final String ONLY_JOBS = "only a migration Job may create pods";
  private static final String ONLY_OPERATOR = "only the operator may create Jobs";

  PodsPolicyTest(Cluster cluster) {
    super(cluster);
  }

  @Test
  void podBelowTheMinimumIsRefused() {
    status("{\"window\":{\"minimum\":\"8\",\"maximum\":\"9\"}}");

    awaitRefused(
        creating(Manifests.pod("5")),
        "schema version 5 is older than the minimum 8 of SchemaMigration app");
    awaitPasses(creating(Manifests.pod("8")));
  }

  @Test
  void podBelowAClaimIsRefused() {
    status("{\"window\":{\"minimum\":\"3\",\"maximum\":\"9\",\"claim\":\"8.1\"}}");

    awaitRefused(creating(Manifests.pod("8")), "older than the minimum 8.1");
  }

  @Test
  void podWithoutAVersionIsOlderThanEverything() {
    status("{\"window\":{\"minimum\":\"1\",\"maximum\":\"9\"}}");

    awaitRefused(
        creating(Manifests.pod("5").replace("schemamigration.io/version", "other")),
        "code without the annotation schemamigration.io/version is older than the minimum 1");
  }

  @Test
  void podWhoseVersionIsNoneIsRefused() {
    assertRefused(creating(Manifests.pod("x"))).contains("is \"x\", not a version");
  }

  @Test
  void podWhoseLabelNamesNoSchemaMigrationIsRefused() {
    assertRefused(creating(Manifests.pod("nobody", "5", "")))
        .contains("does SchemaMigration nobody exist in " + namespace());
    kubectl("delete", "schemamigration", "app").run();
    awaitRefused(creating(Manifests.pod("5")), "does SchemaMigration app exist in");
  }

  @Test
  void labelsAndVersionOfAPodStay() {
    creating(Manifests.pod("5")).run();

    assertRefused(kubectl("label", "pod", "p", LABEL + "-")).contains(UNCHANGEABLE);
    assertRefused(kubectl("label", "pod", "p", "--overwrite", LABEL + "=b")).contains(UNCHANGEABLE);
    assertRefused(kubectl("label", "pod", "p", STEP + "=expand")).contains(UNCHANGEABLE);
    assertRefused(kubectl("annotate", "pod", "p", "--overwrite", VERSION + "=9"))
        .contains(UNCHANGEABLE);
    assertRefused(
            kubectl(
                "patch",
                "pod",
                "p",
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"metadata\":{\"labels\":{\"%s\":null}}}".formatted(LABEL)))
        .contains(UNCHANGEABLE);
    kubectl("label", "pod", "p", "a=b").run();
  }

  @Test
  void imagesOfAGatedPodStay() {
    creating(Manifests.pod("5")).run();

    assertRefused(kubectl("set", "image", "pod/p", "c=localhost/older"))
        .contains("images of a pod behind a schema gate");
    assertRefused(kubectl("set", "image", "pod/p", "schema-verify=localhost/yes"))
        .contains("images of a pod behind a schema gate");
  }

  @Test
  void podOutsideTheGateIsLeftAloneButDoesNotSlipIn() {
    kubectl("run", "free", "--image=localhost/none").run();

    kubectl("set", "image", "pod/free", "free=localhost/other").run();
    assertRefused(kubectl("label", "pod", "free", LABEL + "=app")).contains(UNCHANGEABLE);
    assertRefused(kubectl("label", "pod", "free", STEP + "=expand")).contains(UNCHANGEABLE);
  }

  @Test
  void userMakesNoPodWithTheStepLabel() {
    var pod = Manifests.pod("5");

    assertRefused(creating(pod.replace(LABEL + ": app", STEP + ": expand"))).contains(ONLY_JOBS);
    assertRefused(creating(pod.replace(LABEL + ": app", LABEL + ": app, " + STEP + ": expand")))
        .contains(ONLY_JOBS);
  }

  @Test
  void noControllerButThatOfJobsMakesPodsWithTheStepLabel() {
    creating(
            Manifests.workload("ReplicaSet", "r", "5")
                .replace("app: r, " + LABEL + ": app", "app: r, " + STEP + ": expand"))
        .run();

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(kubectl("get", "events").run()).contains(ONLY_JOBS));
  }

  @ParameterizedTest
  @CsvSource({
    "schemamigration.io/step: expand, a: b",
    "a: b, schemamigration.io/step: expand",
    "schemamigration.io/step: expand, schemamigration.io/step: expand"
  })
  void userMakesNoJobWithTheStepLabel(String labels, String podLabels) {
    assertRefused(creating(Manifests.job(labels, podLabels, false))).contains(ONLY_OPERATOR);
  }

  @Test
  void suspendedJobDoesNotGetTheStepLabelLater() {
    creating(Manifests.job("a: b", "a: b", true)).run();

    assertRefused(patchingTemplate("job/j", "labels", STEP, "\"expand\"")).contains(ONLY_OPERATOR);
    assertRefused(kubectl("label", "job", "j", STEP + "=expand")).contains(ONLY_OPERATOR);
  }

  @Test
  void jobOfACronJobDoesNotGetTheStepLabel() {
    creating(
            Manifests.workload("CronJob", "c", "5")
                .replace("app: c, " + LABEL + ": app", STEP + ": expand"))
        .run();

    assertRefused(kubectl("create", "job", "--from=cronjob/c", "x")).contains(ONLY_OPERATOR);
  }

  @Test
  void operatorsJobGetsItsPodAndKeepsItsStep() {
    var step = STEP + ": expand";
    operator("create", "-f", "-").reading(Manifests.job(step, step, false)).run();

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> !kubectl("get", "pods", "-l", STEP, "-o", "name").run().isEmpty());
    assertRefused(kubectl("label", "job", "j", "--overwrite", STEP + "=contract"))
        .contains(ONLY_OPERATOR);
  }

  @Test
  void initContainerWrittenByHandIsLeftAsItIs() {
    var args = "--version, '5', --owner, '*/%s/app', --url, x".formatted(namespace());
    var pod = stored(byHand(Repository.runnerImage(), "migrate, verify", args, ""));

    assertThat(pod.at("/spec/initContainers")).hasSize(1);
    assertThat(pod.at("/spec/initContainers/0/args/5").asText()).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost/busybox:1|migrate, verify|--version, '5', --owner, '*/NS/app'|",
        "localhost/migrate-not:1|migrate, verify|--version, '5', --owner, '*/NS/app'|",
        "localhost/migrate:1|migrate, --help|--version, '5', --owner, '*/NS/app'|",
        "localhost/migrate:1|'true'|--version, '5', --owner, '*/NS/app'|",
        "localhost/migrate:1|migrate, verify|--version, '50', --owner, '*/NS/app'|",
        "localhost/migrate:1|migrate, verify|--version, '5', --owner, '*/NS/other'|",
        "localhost/migrate:1|migrate, verify|--version, '5', --version, '9', --owner, '*/NS/app'|",
        "localhost/migrate:1|migrate, verify|--owner, '*/NS/app', --version|",
        "localhost/migrate:1|migrate, verify|--version, '5'|",
        "localhost/migrate:1|migrate, verify|--version, '5', --owner, '*/NS/app'|, restartPolicy:"
            + " Always"
      })
  void initContainerThatDoesNotVerifyThisPodIsRefused(String container) {
    var parts = container.replace("NS", namespace()).split("\\|", -1);

    assertRefused(creating(byHand(parts[0], parts[1], parts[2], parts[3])))
        .contains("does not verify this pod")
        .contains("Remove it, and the right one is added");
  }

  private static String byHand(String image, String command, String arguments, String more) {
    return Manifests.pod(
        "app",
        "5",
        "initContainers: [{name: schema-verify, image: '%s', command: [%s], args: [%s]%s}],"
            .formatted(image, command, arguments, more));
  }
}
