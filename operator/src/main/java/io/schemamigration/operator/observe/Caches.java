package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.operator.observe.Keys.Kind;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the caches hold, found by {@link Keys}: whom an object concerns, and what concerns a
 * SchemaMigration. Both ways follow the same keys, so that nothing that a decision looks at changes
 * unnoticed, and nothing else is looked at.
 *
 * @param jobs those of steps
 * @param userJobs those behind a gate
 */
record Caches(
    Store<SchemaMigration> migrations,
    Store<Deployment> deployments,
    Store<StatefulSet> statefulSets,
    Store<DaemonSet> daemonSets,
    Store<CronJob> cronJobs,
    Store<Job> jobs,
    Store<Job> userJobs,
    Store<Pod> pods,
    Store<ConfigMap> configMaps) {

  /** The objects of one kind. */
  interface Store<R> {
    /** Those that have the key. */
    List<R> with(String key);

    /** The one of that name, or null. */
    @Nullable R named(String namespace, String name);
  }

  // ---- whom an object concerns ------------------------------------------------------------------

  /** Those that a pod concerns: by label, selector, mounts, Job, or because they remember it. */
  Set<ResourceID> concerned(Pod pod) {
    var found = looking(Keys.concerns(pod));
    var meta = pod.getMetadata();
    for (var owner : meta.getOwnerReferences()) {
      for (var job : jobs.with(Keys.key(meta.getNamespace(), Kind.UID, owner.getUid()))) {
        found.addAll(concerned(job));
      }
    }
    var labels = Templates.labels(meta);
    if (!labels.containsKey(Names.LABEL_STEP)) {
      addSelecting(meta.getNamespace(), labels, found);
    }
    return found;
  }

  private void addSelecting(String namespace, Map<String, String> labels, Set<ResourceID> found) {
    for (var key : Keys.selecting(namespace, labels)) {
      for (var w : deployments.with(key)) {
        add(w, w.getSpec().getSelector(), labels, w.getSpec().getTemplate(), found);
      }
      for (var w : statefulSets.with(key)) {
        add(w, w.getSpec().getSelector(), labels, w.getSpec().getTemplate(), found);
      }
      for (var w : daemonSets.with(key)) {
        add(w, w.getSpec().getSelector(), labels, w.getSpec().getTemplate(), found);
      }
    }
  }

  private static void add(
      HasMetadata workload,
      LabelSelector selector,
      Map<String, String> labels,
      PodTemplateSpec template,
      Set<ResourceID> found) {
    if (PodReader.matches(selector, labels)) {
      found.addAll(concerned(workload, template));
    }
  }

  /** Those that a Job of a step concerns: its owner, and who expects a Job of that name. */
  Set<ResourceID> concerned(Job job) {
    var meta = job.getMetadata();
    var found = looking(List.of(Keys.key(meta.getNamespace(), Kind.JOB, meta.getName())));
    for (var owner : meta.getOwnerReferences()) {
      if (owner.getKind().equals("SchemaMigration")) {
        found.add(new ResourceID(owner.getName(), meta.getNamespace()));
      }
    }
    return found;
  }

  /** Those whose migrations it may hold. */
  Set<ResourceID> concerned(ConfigMap map) {
    var meta = map.getMetadata();
    return looking(List.of(Keys.key(meta.getNamespace(), Kind.FILES, meta.getName())));
  }

  /** Those whose label the workload has, or gives its pods. */
  static Set<ResourceID> concerned(HasMetadata workload, @Nullable PodTemplateSpec template) {
    var found = new HashSet<ResourceID>();
    var meta = workload.getMetadata();
    var own = Templates.labels(meta).get(Names.LABEL_NAME);
    var given =
        template == null ? null : Templates.labels(template.getMetadata()).get(Names.LABEL_NAME);
    if (own != null) {
      found.add(new ResourceID(own, meta.getNamespace()));
    }
    if (given != null) {
      found.add(new ResourceID(given, meta.getNamespace()));
    }
    return found;
  }

  private Set<ResourceID> looking(List<String> keys) {
    var found = new HashSet<ResourceID>();
    for (var key : keys) {
      migrations.with(key).forEach(m -> found.add(ResourceID.fromResource(m)));
    }
    return found;
  }

  // ---- what concerns a SchemaMigration ----------------------------------------------------------

  /** Everything that a decision about it may rest on. */
  ClusterView around(SchemaMigration resource) {
    var name =
        Keys.key(
            resource.getMetadata().getNamespace(), Kind.NAME, resource.getMetadata().getName());
    var workloads =
        new ClusterView(
            deployments.with(name),
            statefulSets.with(name),
            daemonSets.with(name),
            cronJobs.with(name),
            userJobs.with(name),
            List.of(),
            List.of());
    return workloads.and(
        pods(resource, PodReader.selectors(workloads, resource.getMetadata().getName())));
  }

  private List<Pod> pods(SchemaMigration resource, List<LabelSelector> selectors) {
    var found = new LinkedHashMap<String, Pod>();
    for (var key : Keys.of(resource)) {
      pods.with(key).forEach(p -> found.put(p.getMetadata().getUid(), p));
    }
    for (var selector : selectors) {
      for (var pod : candidates(resource.getMetadata().getNamespace(), selector)) {
        if (PodReader.matches(selector, Templates.labels(pod.getMetadata()))) {
          found.put(pod.getMetadata().getUid(), pod);
        }
      }
    }
    return List.copyOf(found.values());
  }

  /** Pods with the rarest pair that the selector demands; all where it demands none. */
  private List<Pod> candidates(String namespace, LabelSelector selector) {
    var pairs =
        selector.getMatchLabels() == null ? Map.<String, String>of() : selector.getMatchLabels();
    @Nullable List<Pod> fewest = null;
    for (var pair : pairs.entrySet()) {
      var found = pods.with(Keys.label(namespace, pair.getKey(), pair.getValue()));
      if (fewest == null || found.size() < fewest.size()) {
        fewest = found;
      }
    }
    return fewest == null ? pods(namespace) : fewest;
  }

  /** All pods of a namespace. */
  List<Pod> pods(String namespace) {
    return pods.with(Keys.any(namespace));
  }

  /** Pods with an owner of that uid. */
  List<Pod> ownedBy(String namespace, String uid) {
    return pods.with(Keys.key(namespace, Kind.OWNER, uid));
  }

  /** The resourceVersion of a ConfigMap, or null where it doesn't exist or isn't known. */
  @Nullable String configMapVersion(String namespace, String name) {
    var map = configMaps.named(namespace, name);
    return map == null ? null : map.getMetadata().getResourceVersion();
  }
}
