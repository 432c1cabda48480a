package io.schemamigration.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.operator.observation.StatusMapping;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

/** Compares the index with a scan of everything, over random clusters and random changes. */
class CachesTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  /** No pod is old enough for its Events to be read. */
  private static final KubernetesClient NOBODY =
      (KubernetesClient)
          Proxy.newProxyInstance(
              CachesTest.class.getClassLoader(),
              new Class<?>[] {KubernetesClient.class},
              (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
              });

  @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
  void whoseFactsChangeIsTold(@ForAll long seed) {
    var cluster = new RandomCluster(seed);
    var before = cluster.objects();
    var change = cluster.change();
    var after = cluster.objects();
    var told = new HashSet<ResourceID>();
    for (var state : change.states()) {
      told.addAll(Stores.concerned(Stores.over(after), state));
    }
    for (var resource : cluster.resources()) {
      if (!scan(before, resource).equals(scan(after, resource))) {
        assertThat(told)
            .as("%s sees a difference: %s", resource.getMetadata().getName(), change)
            .contains(ResourceID.fromResource(resource));
      }
    }
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void whatConcernsOneIsFound(@ForAll long seed) {
    var cluster = new RandomCluster(seed);
    var all = cluster.objects();
    var caches = Stores.over(all);
    for (var resource : cluster.resources()) {
      var namespace = resource.getMetadata().getNamespace();
      var found =
          facts(
              caches.around(resource),
              resource,
              caches.jobs().named(namespace, job(resource)),
              uid -> caches.ownedBy(namespace, uid),
              caches.configMapVersion(namespace, RandomCluster.map(resource)));
      assertThat(found).isEqualTo(scan(all, resource));
    }
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void whatIsTakenAwayChangesNothing(@ForAll long seed) {
    var cluster = new RandomCluster(seed);
    var all = cluster.objects();
    var slim = all.stream().map(CachesTest::copy).toList();
    slim.forEach(Slim::down);
    var caches = Stores.over(slim);
    for (int i = 0; i < all.size(); i++) {
      assertThat(Stores.keys(slim.get(i))).isEqualTo(Stores.keys(all.get(i)));
      assertThat(Stores.concerned(caches, slim.get(i)))
          .isEqualTo(Stores.concerned(Stores.over(all), all.get(i)));
    }
    for (var resource : cluster.resources()) {
      assertThat(scan(slim, resource)).isEqualTo(scan(all, resource));
    }
  }

  /** The tests above would pass if nothing ever changed. */
  @Example
  void theClustersHaveSomethingToFind() {
    int differences = 0;
    int told = 0;
    for (long seed = 0; seed < 200; seed++) {
      var cluster = new RandomCluster(seed);
      var before = cluster.objects();
      var change = cluster.change();
      for (var resource : cluster.resources()) {
        differences += scan(before, resource).equals(scan(cluster.objects(), resource)) ? 0 : 1;
      }
      var all = new HashSet<ResourceID>();
      change.states().forEach(s -> all.addAll(Stores.concerned(Stores.over(cluster.objects()), s)));
      told += all.size();
    }
    assertThat(differences).isGreaterThan(80);
    assertThat(told).as("not simply everybody").isLessThan(200 * RandomCluster.RESOURCES / 2);
  }

  @Example
  void ofTwoThousandOnlyThoseConcernedAreWoken() {
    var all = new ArrayList<HasMetadata>();
    for (int i = 0; i < 2000; i++) {
      all.add(
          YAML.unmarshal(
              """
              apiVersion: schemamigration.io/v1alpha1
              kind: SchemaMigration
              metadata: {name: s%d, namespace: shop}
              spec: {database: {urlFrom: {secretKeyRef: {name: db-%d, key: url}}}, migrations: {configMaps: [{name: m}]}}
              """
                  .formatted(i, i),
              SchemaMigration.class));
    }
    var caches = Stores.over(all);
    assertThat(caches.concerned(pod("{app: web}", "other"))).isEmpty();
    assertThat(caches.concerned(pod("{app: web}", "db-9"))).containsExactly(id("s9"));
    assertThat(caches.concerned(pod("{schemamigration.io/name: s5}", "db-9")))
        .containsExactlyInAnyOrder(id("s5"), id("s9"));
    assertThat(caches.concerned(pod("{schemamigration.io/step: expand}", "db-9"))).isEmpty();
  }

  private static ResourceID id(String name) {
    return new ResourceID(name, "shop");
  }

  private static Pod pod(String labels, String secret) {
    return YAML.unmarshal(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: p, namespace: shop, uid: u, labels: %s}
        spec: {containers: [{name: c, image: i}], volumes: [{name: v, secret: {secretName: %s}}]}
        """
            .formatted(labels, secret),
        Pod.class);
  }

  /** What a decision about {@code resource} rests on, of all that there is. */
  private static List<Object> scan(List<HasMetadata> all, SchemaMigration resource) {
    var own =
        all.stream()
            .filter(
                o -> o.getMetadata().getNamespace().equals(resource.getMetadata().getNamespace()))
            .filter(CachesTest::watched)
            .toList();
    return facts(
        TestView.of(own),
        resource,
        named(own, Job.class, job(resource)),
        uid ->
            own.stream()
                .filter(Pod.class::isInstance)
                .map(Pod.class::cast)
                .filter(p ->
                    p.getMetadata().getOwnerReferences().stream()
                        .anyMatch(o -> o.getUid().equals(uid)))
                .toList(),
        version(named(own, ConfigMap.class, RandomCluster.map(resource))));
  }

  private static @Nullable String version(@Nullable ConfigMap map) {
    return map == null ? null : map.getMetadata().getResourceVersion();
  }

  private static <R extends HasMetadata> @Nullable R named(
      List<HasMetadata> all, Class<R> kind, String name) {
    return all.stream()
        .filter(o -> kind.isInstance(o) && o.getMetadata().getName().equals(name))
        .map(kind::cast)
        .findFirst()
        .orElse(null);
  }

  static String job(SchemaMigration resource) {
    return Objects.requireNonNull(StatusMapping.read(resource.getStatus()).step()).attempt().job();
  }

  /** The informers select workloads and Jobs by their labels. */
  static boolean watched(HasMetadata object) {
    var labels = Templates.labels(object.getMetadata());
    return switch (object) {
      case Deployment _, StatefulSet _, DaemonSet _, CronJob _ ->
          labels.containsKey(Names.LABEL_NAME);
      case Job _ -> labels.containsKey(Names.LABEL_STEP);
      default -> true;
    };
  }

  private static List<Object> facts(
      ClusterView view,
      SchemaMigration resource,
      @Nullable Job job,
      Function<String, List<Pod>> podsOf,
      @Nullable String files) {
    var pods = new PodReader(view, resource);
    var present = pods.read();
    var vanished = new VanishedPods(node -> null, NOW).read(resource, pods, present, List.of());
    var step = Objects.requireNonNull(StatusMapping.read(resource.getStatus()).step());
    return List.of(
        Set.copyOf(new WorkloadReader(view, resource.getMetadata().getName()).read()),
        Set.copyOf(present),
        Set.copyOf(vanished),
        new JobReader(new PodTrouble(NOBODY, NOW))
            .read(job, step, resource.getMetadata().getUid(), podsOf),
        String.valueOf(files));
  }

  private static HasMetadata copy(HasMetadata object) {
    return YAML.unmarshal(YAML.asJson(object), object.getClass());
  }
}
