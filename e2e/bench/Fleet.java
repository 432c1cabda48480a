import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.source.read.Digest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * Fills a namespace with SchemaMigrations that rest, each with a Deployment, a pod and a ConfigMap,
 * starts the operator as a process, and measures it. Called by fleet.sh.
 */
public final class Fleet {
  private static final String SQL = "CREATE TABLE a (id INTEGER PRIMARY KEY);";
  private static final String LABEL = "schemamigration.io/name";
  private static final String STEP = "schemamigration.io/step";

  private final KubernetesClient admin = client("ADMIN_CONFIG");
  private final KubernetesClient operator = client("OPERATOR_CONFIG");
  private final Map<String, Long> jobs = new ConcurrentHashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final int size;
  private final int rounds;
  private Process process;
  private int port;

  private Fleet(int size, int rounds) {
    this.size = size;
    this.rounds = rounds;
  }

  public static void main(String[] args) throws Exception {
    var fleet = new Fleet(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    if (args[0].equals("fill")) {
      fleet.fill();
    } else {
      fleet.run();
    }
    System.exit(0); // the watch would keep it
  }

  private static KubernetesClient client(String variable) throws RuntimeException {
    try {
      var config = Config.fromKubeconfig(Files.readString(Path.of(System.getenv(variable))));
      return new KubernetesClientBuilder().withConfig(config).build();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void run() throws Exception {
    watchJobs();
    long begun = System.nanoTime();
    start();
    try {
      settle();
      row("start until all have been looked at, s", (System.nanoTime() - begun) / 1e9);
      Thread.sleep(20_000); // who was looked at before the gate was probed is looked at again
      row("operator's memory (resident), MB", resident());
      scrape();
      podEvents();
      row(
          "first reaction, one SchemaMigration in its namespace, ms: median, p95, worst",
          first("one"));
      row("ConfigMap created to Job among all, ms: median, p95, worst", reactions());
      var churning = new AtomicBoolean(true);
      var churn = Thread.ofPlatform().start(() -> churn(churning));
      row("the same while other pods churn, ms: median, p95, worst", reactions());
      churning.set(false);
      churn.join();
      Thread.sleep(3_000);
      row("operator's memory afterwards, MB", resident());
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  // ---- the fleet --------------------------------------------------------------------------------

  private void namespace(String name) {
    admin
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
  }

  private void fill() throws Exception {
    namespace("one");
    namespace("fleet");
    try (var threads = Executors.newFixedThreadPool(16)) {
      IntStream.range(0, size)
          .forEach(i ->
              threads.submit(() -> {
                try {
                  var name = "s" + i;
                  var digest = files("fleet", name);
                  var written = resource("fleet", name, digest);
                  deployment(name);
                  admin.resource(pod(name, Map.of("app", name, LABEL, name), true)).create();
                  return written;
                } catch (RuntimeException e) {
                  System.err.println(e.getMessage());
                  throw e;
                }
              }));
    }
    System.err.println("filled");
  }

  private String files(String namespace, String name) {
    admin
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .addToData("001_a.sql", SQL)
                .build())
        .create();
    return Digest.of(List.of(new SourceFile("001_a.sql", SQL.getBytes(StandardCharsets.UTF_8))));
  }

  private GenericKubernetesResource resource(String namespace, String name, String digest) {
    GenericKubernetesResource resource =
        admin
            .getKubernetesSerialization()
            .unmarshal(
                """
                apiVersion: schemamigration.io/v1alpha1
                kind: SchemaMigration
                metadata: {name: %s, namespace: %s}
                spec: {database: {urlFrom: {secretKeyRef: {name: db-%s, key: url}}}, migrations: {configMaps: [{name: %s}]}}
                """
                    .formatted(name, namespace, name, name),
                GenericKubernetesResource.class);
    var created = admin.resource(resource).create();
    if (digest == null) {
      return created;
    }
    Object status =
        admin
            .getKubernetesSerialization()
            .unmarshal(
                """
                observedGeneration: 1
                appliedVersion: "1"
                appliedDigest: "%s"
                window: {minimum: "0", maximum: "1", range: 0..1}
                step: {name: expand, number: 1, id: 0123456789abcdef0123456789abcdef, job: %s-expand-1-01234567, digest: "%s", version: "1", generation: 1, attempt: 1, startedAt: "2026-01-01T00:00:00Z", outcome: completed, finishedAt: "2026-01-01T00:00:10Z"}
                """
                    .formatted(digest, name, digest),
                Map.class);
    created.setAdditionalProperty("status", status);
    return admin.resource(created).updateStatus(); // the gate comes later
  }

  private void deployment(String name) {
    admin
        .resource(
            admin
                .getKubernetesSerialization()
                .unmarshal(
                    """
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: %s, namespace: fleet}
                    spec:
                      selector: {matchLabels: {app: %s}}
                      template:
                        metadata: {labels: {app: %s, schemamigration.io/name: %s}, annotations: {schemamigration.io/version: "1"}}
                        spec: {containers: [{name: app, image: localhost/none, env: [{name: A, value: some text}, {name: URL, valueFrom: {secretKeyRef: {name: db-%s, key: url}}}], resources: {requests: {cpu: 10m, memory: 10Mi}}}]}
                    """
                        .formatted(name, name, name, name, name),
                    Deployment.class))
        .create();
  }

  private Pod pod(String name, Map<String, String> labels, boolean version) {
    var pod =
        admin
            .getKubernetesSerialization()
            .unmarshal(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: fleet}
                spec: {nodeName: node, containers: [{name: app, image: localhost/none, env: [{name: A, value: some text}], ports: [{containerPort: 8080}], readinessProbe: {httpGet: {path: /, port: 8080}}}]}
                """
                    .formatted(name),
                Pod.class);
    pod.getMetadata().setLabels(labels);
    return version
        ? new PodBuilder(pod)
            .editMetadata()
            .addToAnnotations("schemamigration.io/version", "1")
            .endMetadata()
            .build()
        : pod;
  }

  // ---- the operator -----------------------------------------------------------------------------

  private void start() throws Exception {
    var folder = System.getenv("OPERATOR");
    var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    for (var line : Files.readAllLines(Path.of(System.getenv("FLAGS")))) {
      if (line.startsWith("-")) {
        command.add(line.strip());
      }
    }
    command.addAll(
        Arrays.stream(System.getenv().getOrDefault("MORE_FLAGS", "").split(" "))
            .filter(f -> !f.isEmpty())
            .toList());
    command.addAll(List.of("-cp", System.getenv("OPERATOR"), "io.schemamigration.operator.Main"));
    port = 18_000 + (int) (ProcessHandle.current().pid() % 1000);
    var builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(
            Map.of(
                "KUBECONFIG",
                System.getenv("OPERATOR_CONFIG"),
                "OPERATOR_NAMESPACE",
                "schema-migration",
                "POD_NAME",
                "bench",
                "RUNNER_IMAGE",
                "localhost/migrate:none",
                "HTTP_PORT",
                "" + port,
                "LEADER_ELECTION",
                "false"));
    builder.redirectErrorStream(true).redirectOutput(Path.of(System.getenv("LOG")).toFile());
    process = builder.start();
    for (int i = 0; i < 600; i++) {
      try {
        if (get("/readyz").statusCode() == 200) {
          return;
        }
      } catch (java.io.IOException e) {
        // not yet
      }
      Thread.sleep(100);
    }
    throw new IllegalStateException("the operator did not start: " + folder);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** How many reconciliations have been started. */
  private double reconciliations() throws Exception {
    return get("/metrics")
        .body()
        .lines()
        .filter(l -> l.startsWith("operator_sdk_reconciliations_started_total"))
        .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** On a busy machine it may do nothing for a while before it is done. */
  private void settle() throws Exception {
    double before = -1;
    for (int quiet = 0; quiet < 5 || before < size; ) {
      Thread.sleep(1000);
      double now = reconciliations();
      quiet = now == before ? quiet + 1 : 0;
      before = now;
    }
  }

  private double resident() throws Exception {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(l -> l.startsWith("VmRSS:"))
        .mapToDouble(l -> Double.parseDouble(l.replaceAll("[^0-9]", "")) / 1024)
        .sum();
  }

  private void scrape() throws Exception {
    get("/metrics");
    long before = System.nanoTime();
    var text = get("/metrics").body();
    row("a scrape, ms", (System.nanoTime() - before) / 1e6);
    row(
        "series of one SchemaMigration",
        text.lines().filter(l -> l.contains("name=\"s7\"")).count());
  }

  // ---- events -----------------------------------------------------------------------------------

  private void podEvents() throws Exception {
    Thread.sleep(2000);
    row(
        "reconciliations because of an unrelated pod: created, 4 changes, deleted",
        caused(pod("other", Map.of("app", "other"), false)));
    row(
        "reconciliations because of a pod of one SchemaMigration: the same",
        caused(pod("own", Map.of("app", "s5", LABEL, "s5"), true)));
  }

  private double caused(Pod pod) throws Exception {
    double before = reconciliations();
    admin.resource(pod).create();
    live(pod.getMetadata().getName());
    admin
        .pods()
        .inNamespace("fleet")
        .withName(pod.getMetadata().getName())
        .withGracePeriod(0)
        .delete();
    double now = reconciliations();
    for (double last = -1; now != last; now = reconciliations()) {
      last = now;
      Thread.sleep(3000);
    }
    return now - before;
  }

  /** What a kubelet reports of a pod. */
  private void live(String name) throws Exception {
    var statuses =
        List.of(
            "{phase: Pending, conditions: [{type: PodScheduled, status: 'True'}]}",
            "{phase: Pending, hostIP: 10.0.0.1, containerStatuses: [{name: app, image: i, imageID: '', ready: false, restartCount: 0, state: {waiting: {reason: ContainerCreating}}}]}",
            "{phase: Running, podIP: 10.0.0.2, containerStatuses: [{name: app, image: i, imageID: i, ready: false, restartCount: 0, state: {running: {startedAt: '2026-01-01T00:00:00Z'}}}]}",
            "{phase: Running, podIP: 10.0.0.2, conditions: [{type: Ready, status: 'True'}], containerStatuses: [{name: app, image: i, imageID: i, ready: true, restartCount: 0, state: {running: {startedAt: '2026-01-01T00:00:00Z'}}}]}");
    for (var status : statuses) {
      var pod = admin.pods().inNamespace("fleet").withName(name).get();
      pod.setStatus(
          admin
              .getKubernetesSerialization()
              .unmarshal("---\n" + status, io.fabric8.kubernetes.api.model.PodStatus.class));
      admin.resource(pod).updateStatus();
      Thread.sleep(100);
    }
  }

  private void churn(AtomicBoolean on) {
    for (int i = 0; on.get(); i++) {
      try {
        var name = "churn-" + i;
        admin.resource(pod(name, Map.of("app", "churn"), false)).create();
        live(name);
        admin.pods().inNamespace("fleet").withName(name).withGracePeriod(0).delete();
      } catch (KubernetesClientException e) {
        System.err.println(e.getMessage());
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  // ---- reactions --------------------------------------------------------------------------------

  private void watchJobs() {
    admin
        .batch()
        .v1()
        .jobs()
        .inAnyNamespace()
        .withLabel(STEP)
        .inform(
            new ResourceEventHandler<Job>() {
              @Override
              public void onAdd(Job job) {
                jobs.putIfAbsent(
                    job.getMetadata().getOwnerReferences().getFirst().getName(), System.nanoTime());
              }

              @Override
              public void onUpdate(Job before, Job job) {}

              @Override
              public void onDelete(Job job, boolean unknown) {}
            });
  }

  private double await(String name, long since) throws Exception {
    for (int i = 0; !jobs.containsKey(name); i++) {
      if (i > 15_000) {
        throw new IllegalStateException(
            "no Job of "
                + name
                + ": "
                + admin
                    .genericKubernetesResources("schemamigration.io/v1alpha1", "SchemaMigration")
                    .inAnyNamespace()
                    .list()
                    .getItems()
                    .stream()
                    .filter(r -> r.getMetadata().getName().equals(name))
                    .map(admin.getKubernetesSerialization()::asJson)
                    .toList()
                + admin.batch().v1().jobs().inAnyNamespace().list().getItems().stream()
                    .map(j -> j.getMetadata().getName())
                    .toList());
      }
      Thread.sleep(1);
    }
    return (jobs.get(name) - since) / 1e6;
  }

  private double[] first(String namespace) throws Exception {
    var found = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      var name = "first-" + System.nanoTime();
      files(namespace, name);
      Thread.sleep(300);
      long since = System.nanoTime();
      resource(namespace, name, null);
      found[i] = await(name, since);
      drop(namespace, name);
    }
    return found;
  }

  private double[] reactions() throws Exception {
    var found = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      var name = "late-" + System.nanoTime();
      resource("fleet", name, null);
      Thread.sleep(700);
      long since = System.nanoTime();
      files("fleet", name);
      found[i] = await(name, since);
      drop("fleet", name);
    }
    return found;
  }

  private void drop(String namespace, String name) {
    admin
        .genericKubernetesResources("schemamigration.io/v1alpha1", "SchemaMigration")
        .inNamespace(namespace)
        .withName(name)
        .delete();
    admin.batch().v1().jobs().inNamespace(namespace).delete();
    admin.configMaps().inNamespace(namespace).withName(name).delete();
  }

  // ---- the table --------------------------------------------------------------------------------

  private void row(String what, double... values) {
    Arrays.sort(values);
    var shown =
        values.length == 1
            ? format(values[0])
            : format(values[values.length / 2])
                + " / "
                + format(
                    values[Math.min(values.length - 1, (int) Math.ceil(values.length * 0.95) - 1)])
                + " / "
                + format(values[values.length - 1]);
    System.out.println("| " + what + " | " + shown + " |");
  }

  private static String format(double value) {
    return value < 10 && value != Math.rint(value)
        ? String.format(Locale.ROOT, "%.1f", value)
        : String.valueOf(Math.round(value));
  }
}
