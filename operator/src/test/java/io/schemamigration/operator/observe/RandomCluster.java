package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Two small namespaces, in which a handful of words meet again and again. */
final class RandomCluster {
  static final int RESOURCES = 6;
  private static final int OBJECTS = 24;
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private final Random random;
  private final RandomWords words;
  private final List<SchemaMigration> resources = new ArrayList<>();
  private final Map<String, HasMetadata> objects = new HashMap<>();

  /** What happened to one object; null where it didn't exist, or isn't watched. */
  record Change(@Nullable HasMetadata before, @Nullable HasMetadata after) {
    List<HasMetadata> states() {
      return Stream.of(before, after).filter(s -> s != null && CachesTest.watched(s)).toList();
    }
  }

  RandomCluster(long seed) {
    this.random = new Random(seed);
    this.words = new RandomWords(random);
    for (int i = 0; i < RESOURCES; i++) {
      resources.add(resource("ns" + i % 2, "s" + i / 2));
    }
    for (int i = 0; i < OBJECTS; i++) {
      put(object());
    }
  }

  List<SchemaMigration> resources() {
    return resources;
  }

  List<HasMetadata> objects() {
    return Stream.concat(objects.values().stream(), resources.stream()).toList();
  }

  /** One object appears, changes or goes. */
  Change change() {
    var object = object();
    var before = objects.get(key(object));
    if (before != null && random.nextInt(3) == 0) {
      objects.remove(key(object));
      return new Change(before, null);
    }
    put(object);
    return new Change(before, object);
  }

  private void put(HasMetadata object) {
    objects.put(key(object), object);
  }

  private static String key(HasMetadata object) {
    return object.getKind() + object.getMetadata().getNamespace() + object.getMetadata().getName();
  }

  /** The name of the ConfigMap that it reads. */
  static String map(SchemaMigration resource) {
    return resource.getSpec().migrations().configMaps().getFirst().name();
  }

  private SchemaMigration resource(String namespace, String name) {
    var database =
        switch (random.nextInt(3)) {
          case 0 -> "{sqlite: {claimName: %s, path: f}}".formatted(words.word("c"));
          case 1 -> "{urlFrom: {secretKeyRef: {name: %s, key: k}}}".formatted(words.word("x"));
          default ->
              "{url: \"postgres://h/d\", passwordFrom: {secretKeyRef: {name: %s, key: k}}}"
                  .formatted(words.word("x"));
        };
    var text =
        """
        apiVersion: schemamigration.io/v1alpha1
        kind: SchemaMigration
        metadata: {name: %s, namespace: %s, uid: %s-%s}
        spec: {database: %s, migrations: {configMaps: [{name: %s}]}}
        status:
          step: {name: expand, number: 1, id: i, job: %s, digest: d, version: "1", generation: 1, attempt: 1, startedAt: "2026-01-01T00:00:00Z"}
          pods: [{name: p, uid: "%s-%s", version: "1", node: n}]
          blockedBy: [{kind: Pod, name: p, uid: "%s-%s", node: n, version: "1", why: old}]
        """
            .formatted(
                name,
                namespace,
                namespace,
                name,
                database,
                words.word("m"),
                words.word("j"),
                namespace,
                words.word("p"),
                namespace,
                words.word("p"));
    return YAML.unmarshal(text, SchemaMigration.class);
  }

  private HasMetadata object() {
    return switch (random.nextInt(10)) {
      case 0 -> deployment();
      case 1 ->
          new StatefulSetBuilder()
              .withMetadata(meta("w", words.labels()))
              .withNewSpec()
              .withReplicas(random.nextInt(3))
              .withSelector(words.selector())
              .withTemplate(template())
              .endSpec()
              .build();
      case 2 ->
          new DaemonSetBuilder()
              .withMetadata(meta("w", words.labels()))
              .withNewSpec()
              .withSelector(words.selector())
              .withTemplate(template())
              .endSpec()
              .build();
      case 3 ->
          new CronJobBuilder()
              .withMetadata(meta("w", words.labels()))
              .withNewSpec()
              .withNewJobTemplate()
              .withNewSpec()
              .withTemplate(template())
              .endSpec()
              .endJobTemplate()
              .endSpec()
              .build();
      case 4 -> job();
      case 5 ->
          new ConfigMapBuilder()
              .withMetadata(meta("m", Map.of()))
              .addToData("f" + random.nextInt(9), "x")
              .build();
      default -> pod();
    };
  }

  private HasMetadata deployment() {
    return new DeploymentBuilder()
        .withMetadata(meta("w", words.labels()))
        .withNewSpec()
        .withReplicas(random.nextInt(3))
        .withPaused(random.nextBoolean())
        .withSelector(words.selector())
        .withTemplate(template())
        .endSpec()
        .withNewStatus()
        .withObservedGeneration(1L)
        .withReplicas(random.nextInt(3))
        .withAvailableReplicas(random.nextInt(3))
        .withUpdatedReplicas(random.nextInt(3))
        .endStatus()
        .build();
  }

  private HasMetadata job() {
    var meta = meta("j", words.labels());
    meta.getAnnotations().put(Names.ANNOTATION_STEP_ID, "i");
    if (random.nextInt(5) > 0) {
      meta.getLabels().put(Names.LABEL_STEP, "expand");
    }
    var owner =
        resources.stream()
            .filter(r -> r.getMetadata().getNamespace().equals(meta.getNamespace()))
            .filter(r -> CachesTest.job(r).equals(meta.getName()))
            .findFirst()
            .orElseGet(() -> resources.get(random.nextInt(RESOURCES)));
    meta.setOwnerReferences(
        List.of(
            new OwnerReferenceBuilder()
                .withKind("SchemaMigration")
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .build()));
    return new JobBuilder()
        .withMetadata(meta)
        .withNewSpec()
        .withTemplate(template())
        .endSpec()
        .withNewStatus()
        .addNewCondition()
        .withType("Complete")
        .withStatus(random.nextBoolean() ? "True" : "False")
        .endCondition()
        .endStatus()
        .build();
  }

  private HasMetadata pod() {
    var meta = meta("p", words.labels());
    if (random.nextInt(3) == 0) {
      var uid = meta.getNamespace() + "-" + words.word("j");
      meta.setOwnerReferences(
          List.of(new OwnerReferenceBuilder().withKind("Job").withName("j").withUid(uid).build()));
    }
    var ended = "{name: migrate, state: {terminated: {exitCode: 2, reason: Error}}}";
    var pod =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: x}
        spec: {nodeName: %s, containers: [{name: c, image: i, env: [{name: A, value: b}] %s}], initContainers: [{name: i, image: i %s}], volumes: [{name: e, emptyDir: {}} %s]}
        status: {phase: %s, podIP: 10.0.0.%d, containerStatuses: [%s]}
        """
            .formatted(
                random.nextBoolean() ? "n" : "null",
                words.seldom(", envFrom: [{secretRef: {name: %s}}]".formatted(words.word("x"))),
                words.seldom(
                    ", env: [{name: B, valueFrom: {secretKeyRef: {name: %s, key: k}}}]"
                        .formatted(words.word("x"))),
                switch (random.nextInt(8)) {
                  case 0 -> ", {name: v, secret: {secretName: %s}}".formatted(words.word("x"));
                  case 1 ->
                      ", {name: v, persistentVolumeClaim: {claimName: %s}}"
                          .formatted(words.word("c"));
                  case 2 ->
                      ", {name: v, projected: {sources: [{secret: {name: %s}}]}}"
                          .formatted(words.word("x"));
                  default -> "";
                },
                random.nextInt(3) == 0 ? "Succeeded" : "Running",
                random.nextInt(200),
                random.nextBoolean() ? ended : "");
    HasMetadata read = YAML.unmarshal(pod);
    read.setMetadata(meta);
    return read;
  }

  private PodTemplateSpec template() {
    return new PodTemplateSpecBuilder()
        .withMetadata(
            new ObjectMetaBuilder()
                .withLabels(words.labels())
                .addToAnnotations(Names.ANNOTATION_VERSION, "" + (1 + random.nextInt(3)))
                .build())
        .withNewSpec()
        .addNewContainer()
        .withImage("i")
        .endContainer()
        .endSpec()
        .build();
  }

  private ObjectMeta meta(String prefix, Map<String, String> labels) {
    var namespace = "ns" + random.nextInt(2);
    var name = words.word(prefix);
    var meta =
        new ObjectMetaBuilder()
            .withName(name)
            .withNamespace(namespace)
            .withUid(namespace + "-" + name)
            .withGeneration(1L)
            .withResourceVersion("" + (1 + random.nextInt(1000)))
            .withLabels(labels)
            .addToAnnotations("note", "n" + random.nextInt(9))
            .addNewManagedField()
            .withManager("kubectl")
            .endManagedField()
            .build();
    if (random.nextInt(6) == 0) {
      meta.getAnnotations().put(Names.ANNOTATION_IGNORE, "r");
    }
    return meta;
  }
}
