package io.schemamigration.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.operator.observation.CountedPod;
import io.schemamigration.operator.observation.Look;
import io.schemamigration.operator.observation.Observation.GateState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each look asks the API server for, and what it finds that the caches don't have. */
class LooksTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final SchemaMigration RESOURCE =
      YAML.unmarshal(
          """
          apiVersion: schemamigration.io/v1alpha1
          kind: SchemaMigration
          metadata: {name: app, namespace: shop, uid: u, resourceVersion: "1", generation: 1}
          spec: {database: {urlFrom: {secretKeyRef: {name: db, key: url}}}, migrations: {configMaps: [{name: files}]}}
          """,
          SchemaMigration.class);
  private static final ConfigMap FILES =
      YAML.unmarshal(
          """
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: files, namespace: shop, uid: f, resourceVersion: "1"}
          data: {001_a.sql: SELECT 1}
          """,
          ConfigMap.class);

  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private final List<Pod> existing = new ArrayList<>();
  private HttpServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    var config =
        new ConfigBuilder()
            .withAutoConfigure(false)
            .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
            .build();
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  /** However many pods and workloads the namespace has. */
  @ParameterizedTest
  @CsvSource({"CACHED, 0", "LABELED, 1", "LIVE, 7"})
  void aLookCostsThatManyRequests(Look look, int requests) {
    var observer = observer(List.of());
    observer.observe(RESOURCE, look);
    asked.remove("/api/v1/namespaces/shop/configmaps/files");
    assertThat(asked).hasSize(requests);

    asked.clear();
    observer.observe(RESOURCE, look);
    assertThat(asked).as("the files are known").hasSize(requests);
  }

  @Test
  void theServerSelectsLabeledPods() {
    var observer = observer(List.of());
    observer.observe(RESOURCE, Look.LABELED);
    assertThat(asked)
        .contains(
            "/api/v1/namespaces/shop/pods?labelSelector=schemamigration.io%2Fname%3Dapp&limit=500");
  }

  @ParameterizedTest
  @CsvSource({
    "CACHED, cached gone",
    "LABELED, cached gone labeled", // one that may be gone counts until that is known
    "LIVE, cached gone labeled mounts",
  })
  void whatTheCachesDoNotHaveYet(Look look, String found) {
    var cached = pod("cached", "{schemamigration.io/name: app}", "none");
    var gone = pod("gone", "{schemamigration.io/name: app}", "none");
    existing.addAll(
        List.of(
            cached,
            pod("labeled", "{schemamigration.io/name: app}", "none"),
            pod("mounts", "{app: other}", "db"),
            pod("other", "{app: other}", "none")));
    var seen = observer(List.of(cached, gone)).observe(RESOURCE, look);
    assertThat(seen.look()).isEqualTo(look);
    assertThat(seen.pods())
        .extracting(CountedPod::name)
        .containsExactlyInAnyOrder(found.split(" "));
  }

  /** What the server says of a pod is newer than what the cache says. */
  @Test
  void aLabeledPodIsSeenAsItIsNow() {
    var labels = "{schemamigration.io/name: app}";
    existing.add(pod("web", labels, "none"));
    existing.getFirst().getStatus().setPhase("Succeeded");
    var observer = observer(List.of(pod("web", labels, "none")));
    assertThat(observer.observe(RESOURCE, Look.CACHED).pods()).hasSize(1);
    assertThat(observer.observe(RESOURCE, Look.LABELED).pods()).isEmpty();
  }

  private MigrationObserver observer(List<Pod> cachedPods) {
    var cached = new ArrayList<HasMetadata>(cachedPods);
    cached.add(FILES);
    cached.add(RESOURCE);
    var gate = new MigrationObserver.Gate(() -> GateState.IN_FORCE, () -> GateState.IN_FORCE);
    return new MigrationObserver(
        client,
        Clock.systemUTC(),
        Stores.over(cached),
        new VanishedPods(node -> null, Clock.systemUTC()),
        gate,
        "cluster");
  }

  private static Pod pod(String name, String labels, String secret) {
    return YAML.unmarshal(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: shop, uid: %s, labels: %s, annotations: {schemamigration.io/version: "1"}}
        spec: {nodeName: n, containers: [{name: c}], volumes: [{name: v, secret: {secretName: %s}}]}
        status: {phase: Running}
        """
            .formatted(name, name, labels, secret),
        Pod.class);
  }

  // ---- an API server ----------------------------------------------------------------------------

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestURI().toString());
    var path = exchange.getRequestURI().getPath();
    var query = String.valueOf(exchange.getRequestURI().getQuery());
    var body =
        path.endsWith("/configmaps/files")
            ? YAML.asJson(FILES)
            : list(path.endsWith("/pods") ? existing : List.of(), query);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String list(List<Pod> pods, String query) {
    var selected =
        pods.stream()
            .filter(p ->
                !query.contains("labelSelector")
                    || p.getMetadata().getLabels().containsKey("schemamigration.io/name"))
            .map(YAML::asJson)
            .toList();
    return "{\"metadata\":{\"resourceVersion\":\"9\"},\"items\":["
        + String.join(",", selected)
        + "]}";
  }
}
