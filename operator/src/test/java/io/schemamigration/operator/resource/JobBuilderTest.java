package io.schemamigration.operator.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.api.v1alpha1.StepStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobBuilderTest {
  private static final String POSTGRESQL =
      """
      database:
        urlFrom: {secretKeyRef: {name: db, key: url}}
        passwordFrom: {secretKeyRef: {name: db-password, key: pw}}
        grantWindowTo: PUBLIC
      migrations: {configMaps: [{name: one}, {name: two}]}
      outOfOrder: true
      """;

  private static final String SQLITE =
      """
      database: {sqlite: {claimName: data, path: dir/app.db}}
      migrations: {inline: {"001_x.sql": "SELECT 1"}}
      """;

  @Test
  void theTokenTheOwnerAndTheDigestAreArguments() {
    assertThat(arguments(job(POSTGRESQL, step("expand", null, null))))
        .containsSequence("step", "expand")
        .containsSequence("--owner", "cluster/shop/app")
        .containsSequence("--number", "7")
        .containsSequence("--id", "abc")
        .containsSequence("--version", "3")
        .containsSequence("--digest", "sha256:" + "0".repeat(64))
        .containsSequence("--grant-window-to", "PUBLIC")
        .contains("--out-of-order")
        .doesNotContain("--first-install");
  }

  @Test
  void onlyWhoWantsItHasWhatIsPendingTriedOnACopyFirst() {
    var proving = POSTGRESQL + "proveFirst: true\n";
    assertThat(arguments(job(proving, step("expand", null, null)))).contains("--prove");
    assertThat(arguments(job(proving, step("contract", "3", "abc")))).contains("--prove");
    assertThat(arguments(job(proving, step("claim", "3", null)))).doesNotContain("--prove");
    assertThat(arguments(job(POSTGRESQL, step("expand", null, null)))).doesNotContain("--prove");
  }

  @Test
  void credentialsAreFilesAndNeverArgumentsOrEnvironment() {
    var container = container(job(POSTGRESQL, step("expand", null, null)));
    assertThat(container.getEnv()).isEmpty();
    assertThat(container.getEnvFrom()).isEmpty();
    assertThat(container.getArgs())
        .containsSequence("--url-file", "/schema-migration/credentials/url")
        .containsSequence("--password-file", "/schema-migration/credentials/password");
  }

  @Test
  void aContractNamesItsClaim() {
    assertThat(arguments(job(POSTGRESQL, step("contract", "3", "claimer"))))
        .containsSequence("--claim", "3")
        .containsSequence("--claim-id", "claimer");
  }

  @Test
  void aClaimAndAContractSayWhatWasApproved() {
    for (var name : List.of("claim", "contract")) {
      assertThat(arguments(job(POSTGRESQL, step(name, "3", null, "sha256:yes"))))
          .containsSequence("--approve", "sha256:yes");
      assertThat(arguments(job(POSTGRESQL, step(name, "3", null)))).doesNotContain("--approve");
    }
  }

  @Test
  void aWithdrawMountsNoFilesThatCouldBeMissing() {
    var job = job(POSTGRESQL, step("withdraw", "3", null));
    assertThat(arguments(job)).doesNotContain("--dir", "--digest", "--claim");
    assertThat(volumes(job)).doesNotContain("migrations");
  }

  @Test
  void theDatabaseFileOfSqliteIsMountedAndTheJobGoesWhereItsPodsAre() {
    var job = job(SQLITE, step("expand", null, null));
    assertThat(arguments(job))
        .containsSequence("--url", "sqlite:/schema-migration/database/dir/app.db");
    assertThat(volumes(job)).contains("database", "migrations");
    assertThat(job.getSpec().getTemplate().getSpec().getAffinity().getPodAffinity()).isNotNull();
  }

  @Test
  void inlineMigrationsAreMountedFromTheSnapshotOfTheirDigest() {
    var sources =
        job(SQLITE, step("expand", null, null))
            .getSpec()
            .getTemplate()
            .getSpec()
            .getVolumes()
            .stream()
            .filter(v -> v.getName().equals("migrations"))
            .findFirst()
            .orElseThrow()
            .getProjected()
            .getSources();
    assertThat(sources)
        .singleElement()
        .satisfies(
            s -> assertThat(s.getConfigMap().getName()).isEqualTo("app-inline-000000000000"));
  }

  @Test
  void aJobIsNeverRetriedByKubernetesItself() {
    var spec = job(POSTGRESQL, step("expand", null, null)).getSpec();
    assertThat(spec.getBackoffLimit()).isZero();
    assertThat(spec.getTemplate().getSpec().getRestartPolicy()).isEqualTo("Never");
    assertThat(spec.getPodReplacementPolicy()).isEqualTo("Failed");
  }

  @Test
  void thePodMeetsTheRestrictedStandardAndHasNoToken() {
    var pod = job(POSTGRESQL, step("expand", null, null)).getSpec().getTemplate().getSpec();
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    var container = pod.getContainers().getFirst().getSecurityContext();
    assertThat(container.getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
  }

  @Test
  void theJobIsRecognisedByOwnerStepAndId() {
    var meta = job(POSTGRESQL, step("claim", "3", null)).getMetadata();
    assertThat(meta.getLabels()).containsEntry(Names.LABEL_STEP, "claim");
    assertThat(meta.getAnnotations()).containsEntry(Names.ANNOTATION_STEP_ID, "abc");
    assertThat(meta.getOwnerReferences())
        .singleElement()
        .satisfies(o -> assertThat(o.getUid()).isEqualTo("uid"));
  }

  @Test
  void stepsThatOnlyWriteTheRowEndSoon() {
    assertThat(job(POSTGRESQL, step("claim", "3", null)).getSpec().getActiveDeadlineSeconds())
        .isEqualTo(120);
    assertThat(job(POSTGRESQL, step("expand", null, null)).getSpec().getActiveDeadlineSeconds())
        .isEqualTo(3600);
  }

  private static Job job(String spec, StepStatus step) {
    var text =
        "apiVersion: schemamigration.io/v1alpha1\nkind: SchemaMigration\nmetadata: {name: app, namespace: shop, uid: uid}\n"
            + "spec:\n"
            + spec.indent(2);
    var resource = Serialization.unmarshal(text, SchemaMigration.class);
    return new JobBuilder(new RunnerImage("localhost/migrate:1", "IfNotPresent"))
        .build(resource, step, "cluster/shop/app");
  }

  private static StepStatus step(String name, String claim, String claimId) {
    return step(name, claim, claimId, null);
  }

  private static StepStatus step(String name, String claim, String claimId, String approve) {
    return new StepStatus(
        name,
        7,
        "abc",
        "app-" + name + "-7-abc",
        "sha256:" + "0".repeat(64),
        "3",
        claim,
        claimId,
        approve,
        null,
        1,
        1,
        "2026-01-01T00:00:00Z",
        null,
        null,
        null);
  }

  private static io.fabric8.kubernetes.api.model.Container container(Job job) {
    return job.getSpec().getTemplate().getSpec().getContainers().getFirst();
  }

  private static List<String> arguments(Job job) {
    return container(job).getArgs();
  }

  private static List<String> volumes(Job job) {
    return job.getSpec().getTemplate().getSpec().getVolumes().stream()
        .map(v -> v.getName())
        .toList();
  }
}
