package io.schemamigration.e2e.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.schemamigration.api.v1alpha1.FailureStatus;
import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.api.v1alpha1.SchemaMigrationStatus;
import io.schemamigration.api.v1alpha1.StepStatus;
import io.schemamigration.e2e.cluster.Cluster;
import io.schemamigration.e2e.cluster.Command;
import io.schemamigration.e2e.cluster.PostgresFixture.Database;
import io.schemamigration.e2e.cluster.TestNamespace;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An application in a namespace of its own, with the SchemaMigration {@code app} over a PostgreSQL
 * database. Its first migration makes the table {@code counter}; the others each do {@code UPDATE
 * counter SET n = n + 1}, which tells how often they were applied.
 */
public final class App implements AutoCloseable {
  /** Longer than anything takes on a busy machine. */
  public static final Duration PATIENCE = Duration.ofMinutes(3);

  /** A migration's line that counts. */
  public static final String COUNT = "UPDATE counter SET n = n + 1;\n";

  private static final Duration POLL = Duration.ofMillis(100);
  private static final String CREDENTIALS = ref("url") + ref("user") + ref("password");

  private final Cluster cluster;
  private final TestNamespace namespace;
  private final KubernetesClient client;
  private final Database database;
  private final TreeMap<String, String> files = new TreeMap<>();

  private App(Cluster cluster, Database database) {
    this.cluster = cluster;
    cluster.load("localhost/pause:1");
    cluster.operator();
    this.namespace = cluster.namespace();
    this.client = cluster.client();
    this.database = database;
    apply(Manifests.secret(database.url(), database.user(), database.password()));
    add(
        "001_counter.sql",
        "CREATE TABLE counter (n int NOT NULL);\nINSERT INTO counter VALUES (0);\n");
  }

  /** A namespace, a Secret with the credentials and a first migration; nothing is applied yet. */
  public static App of(Cluster cluster, Database database) {
    return new App(cluster, database);
  }

  /** The same with the ConfigMap and the SchemaMigration applied, and ready at version 1. */
  public static App ready(Cluster cluster, Database database) {
    var app = of(cluster, database);
    app.publish();
    app.apply(schemaMigration(""));
    app.awaitReady("1");
    return app;
  }

  /** The usual SchemaMigration, with more fields of its spec. */
  public static String schemaMigration(String more) {
    return Manifests.schemaMigration(
        "{" + CREDENTIALS + "}", "{configMaps: [{name: migrations}]}", more);
  }

  private static String ref(String key) {
    return key + "From: {secretKeyRef: {name: database, key: " + key + "}}, ";
  }

  /** Puts a file among the migrations, or another in its place; {@link #publish} applies them. */
  public App add(String file, String sql) {
    files.put(file, sql);
    return this;
  }

  /** Takes a file away. */
  public App remove(String file) {
    files.remove(file);
    return this;
  }

  /** Puts a migration that counts among the others. */
  public App addCounting(int version, String phase) {
    return add("%03d_%s.sql".formatted(version, phase), "-- phase: " + phase + "\n" + COUNT);
  }

  /** Applies the ConfigMap with the migrations. */
  public void publish() {
    apply(Manifests.migrations(files));
  }

  /** Applies a workload. */
  public void release(Workload workload) {
    apply(workload.manifest());
  }

  /** {@code kubectl apply}. */
  public void apply(String manifest) {
    namespace.apply(manifest);
  }

  /** {@code kubectl} in its namespace. */
  public Command kubectl(Object... arguments) {
    return namespace.kubectl(arguments);
  }

  /** The namespace's name. */
  public String namespace() {
    return namespace.name();
  }

  /** A client for more. */
  public KubernetesClient client() {
    return client;
  }

  /** What the counter stands at. */
  public int counter() {
    return Integer.parseInt(Queries.one(database, "SELECT n FROM counter"));
  }

  /** What an SQL query finds: the first column of the first row. */
  public String query(String sql) {
    return Queries.one(database, sql);
  }

  /** The SchemaMigration, as it is now. */
  public SchemaMigration resource() {
    return client
        .resources(SchemaMigration.class)
        .inNamespace(namespace())
        .withName("app")
        .require();
  }

  /** Its status, as it is now. */
  public SchemaMigrationStatus status() {
    var status = resource().getStatus();
    return status == null ? SchemaMigrationStatus.EMPTY : status;
  }

  /** The step that was the last to start. */
  public StepStatus step() {
    return there(status().step(), "step");
  }

  /** The last failure. */
  public FailureStatus failure() {
    return there(status().lastFailure(), "failure");
  }

  private static <T> T there(@Nullable T value, String what) {
    if (value == null) {
      throw new AssertionError("the status tells no " + what);
    }
    return value;
  }

  /** Its condition Ready; one that says nothing while there is none. */
  public Condition condition() {
    var conditions = status().conditions();
    return conditions == null
        ? new Condition()
        : conditions.stream()
            .filter(c -> c.getType().equals("Ready"))
            .findFirst()
            .orElseGet(Condition::new);
  }

  /** The window and the reason of Ready, as in {@code kubectl get}: "1..3 Applied". */
  public String state() {
    var window = status().window();
    return (window == null ? "none" : window.range()) + " " + condition().getReason();
  }

  /** Waits for the condition Ready with nothing left to apply, and this as the highest version. */
  public void awaitReady(String maximum) {
    awaits(() -> {
      assertThat(condition().getMessage()).isNotNull();
      assertThat(condition().getStatus()).as(condition().getMessage()).isEqualTo("True");
      assertThat(condition().getReason()).as(condition().getMessage()).isEqualTo("Applied");
      assertThat(status().appliedVersion()).isEqualTo(maximum);
      assertThat(status().observedGeneration()).isEqualTo(resource().getMetadata().getGeneration());
    });
  }

  /** Waits for a reason of the condition Ready; returns the condition's message. */
  public String awaitReason(String reason) {
    awaits(() -> {
      var condition = condition();
      assertThat(condition.getReason()).as(condition.getMessage()).isEqualTo(reason);
    });
    return condition().getMessage();
  }

  /** Waits until {@code kubectl rollout status} would say that it is complete. */
  public void awaitRollout(Workload workload) {
    awaits(() -> {
      assertThat(runningPods(workload.name(), workload.version())).hasSize(workload.replicas());
      assertThat(pods(workload.name())).hasSize(workload.replicas());
    });
  }

  /** Asserts again and again until it passes; if it never does, says what there is to see. */
  public void awaits(Runnable assertion) {
    try {
      eventually(assertion);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(e.getMessage() + "\n" + Evidence.of(cluster, namespace), e);
    }
  }

  /** Asserts again and again until it passes. */
  public static void eventually(Runnable assertion) {
    await().atMost(PATIENCE).pollInterval(POLL).untilAsserted(assertion::run);
  }

  /** Pods of a workload, whatever their state. */
  public List<Pod> pods(String workload) {
    return client.pods().inNamespace(namespace()).withLabel("app", workload).list().getItems();
  }

  /** Pods of a workload at a version that are ready and not about to end. */
  public List<Pod> runningPods(String workload, String version) {
    return pods(workload).stream()
        .filter(pod -> version(pod).equals(version) && ready(pod))
        .toList();
  }

  /** The version that a pod carries; empty when it has none. */
  public static String version(Pod pod) {
    var annotations = pod.getMetadata().getAnnotations();
    return annotations == null ? "" : annotations.getOrDefault(Names.ANNOTATION_VERSION, "");
  }

  /** Whether a pod is ready and not about to end. */
  public static boolean ready(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  /** The Jobs of a step, oldest first. */
  public List<Job> jobs(String step) {
    return client
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace())
        .withLabel(Names.LABEL_STEP, step)
        .list()
        .getItems();
  }

  /** The pods of all steps. */
  public List<Pod> stepPods() {
    return client.pods().inNamespace(namespace()).withLabel(Names.LABEL_STEP).list().getItems();
  }

  /** From now on a migration waits where it says {@link Pause#HERE}. */
  public Pause pause() {
    return new Pause(database);
  }

  /** Whether the gate keeps the Deployment {@code app} from rolling out. */
  public boolean held() {
    var deployment = client.apps().deployments().inNamespace(namespace()).withName("app").require();
    var annotations = deployment.getMetadata().getAnnotations();
    return Boolean.TRUE.equals(deployment.getSpec().getPaused())
        && annotations != null
        && annotations.containsKey(Names.ANNOTATION_HELD);
  }

  /** The migrations that are applied, from the history: "1 2 3". */
  public String applied() {
    return query(
        "SELECT coalesce(string_agg(version, ' ' ORDER BY id), '') FROM schema_migration_history"
            + " WHERE status = 'completed'");
  }

  @Override
  public void close() {
    client.close();
    namespace.close();
  }
}
