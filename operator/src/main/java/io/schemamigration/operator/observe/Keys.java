package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.schemamigration.api.v1alpha1.BlockerStatus;
import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.api.v1alpha1.PodStatus;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * By which words a SchemaMigration and what concerns it find each other: both have the same key. A
 * key holds in one namespace. Selectors can't be looked up as a whole, so that a workload has one
 * of the pairs that its selector demands, and a pod has all of its labels.
 */
final class Keys {
  private Keys() {}

  static String key(String namespace, Kind kind, String word) {
    return namespace + "/" + kind.name() + ":" + word;
  }

  /** What a word is. */
  enum Kind {
    /** Name of a SchemaMigration. */
    NAME,
    /** Name of a Secret that holds the database's credentials. */
    SECRET,
    /** Name of the volume claim that holds the database's file. */
    CLAIM,
    /** Name of a ConfigMap that holds migrations. */
    FILES,
    /** Name of the Job of a step. */
    JOB,
    /** The uid of a pod or Job. */
    UID,
    /** The uid of an owner. */
    OWNER,
    /** A label, or a pair that a selector demands. */
    LABEL
  }

  /** What a SchemaMigration looks for. */
  static List<String> of(SchemaMigration resource) {
    var found = new ArrayList<String>();
    var namespace = resource.getMetadata().getNamespace();
    found.add(key(namespace, Kind.NAME, resource.getMetadata().getName()));
    if (resource.getSpec() != null) {
      DatabaseMounts.of(resource.getSpec().database()).keys(namespace, found);
      var maps = resource.getSpec().migrations().configMaps();
      if (maps != null) {
        maps.forEach(m -> found.add(key(namespace, Kind.FILES, m.name())));
      }
    }
    remembered(resource, namespace, found);
    return found;
  }

  private static void remembered(SchemaMigration resource, String namespace, List<String> found) {
    var status = resource.getStatus();
    if (status == null) {
      return;
    }
    if (status.step() != null) {
      found.add(key(namespace, Kind.JOB, status.step().job()));
    }
    for (var pod : status.pods() == null ? List.<PodStatus>of() : status.pods()) {
      found.add(key(namespace, Kind.UID, pod.uid()));
    }
    for (var blocker : status.blockedBy() == null ? List.<BlockerStatus>of() : status.blockedBy()) {
      if (blocker.uid() != null) {
        found.add(key(namespace, Kind.UID, blocker.uid()));
      }
    }
  }

  /** What a pod says of itself: by these it is found. */
  static List<String> of(Pod pod) {
    var found = concerns(pod);
    var meta = pod.getMetadata();
    found.add(any(meta.getNamespace()));
    for (var owner : meta.getOwnerReferences()) {
      found.add(key(meta.getNamespace(), Kind.OWNER, owner.getUid()));
    }
    Templates.labels(meta).forEach((k, v) -> found.add(label(meta.getNamespace(), k, v)));
    return found;
  }

  /** Those of its keys that a SchemaMigration has. */
  static List<String> concerns(Pod pod) {
    var found = new ArrayList<String>();
    var meta = pod.getMetadata();
    found.add(key(meta.getNamespace(), Kind.UID, meta.getUid()));
    var labels = Templates.labels(meta);
    if (labels.containsKey(Names.LABEL_STEP)) {
      return found; // of the operator's own making: it never counts
    }
    var name = labels.get(Names.LABEL_NAME);
    if (name != null) {
      found.add(key(meta.getNamespace(), Kind.NAME, name));
    }
    DatabaseMounts.of(pod).keys(meta.getNamespace(), found);
    return found;
  }

  /** A Job is found by its uid. */
  static List<String> of(Job job) {
    return List.of(key(job.getMetadata().getNamespace(), Kind.UID, job.getMetadata().getUid()));
  }

  /** A Job of the user's own is found while it is held: a running one decides nothing here. */
  static List<String> ofUser(Job job) {
    return Templates.annotation(job, Names.ANNOTATION_HELD) == null
        ? List.of()
        : workload(job, job.getSpec().getTemplate(), null);
  }

  static List<String> of(Deployment workload) {
    var spec = workload.getSpec();
    return workload(workload, spec.getTemplate(), spec.getSelector());
  }

  static List<String> of(StatefulSet workload) {
    var spec = workload.getSpec();
    return workload(workload, spec.getTemplate(), spec.getSelector());
  }

  static List<String> of(DaemonSet workload) {
    var spec = workload.getSpec();
    return workload(workload, spec.getTemplate(), spec.getSelector());
  }

  static List<String> of(CronJob workload) {
    return workload(workload, Templates.of(workload), null);
  }

  /** Whose pods a workload starts, and which pods it selects. */
  private static List<String> workload(
      HasMetadata workload, @Nullable PodTemplateSpec template, @Nullable LabelSelector selector) {
    var found = new ArrayList<String>();
    var namespace = workload.getMetadata().getNamespace();
    var name =
        template == null ? null : Templates.labels(template.getMetadata()).get(Names.LABEL_NAME);
    if (name == null) {
      return found;
    }
    found.add(key(namespace, Kind.NAME, name));
    if (selector != null) {
      found.add(demanded(namespace, selector));
    }
    return found;
  }

  /** The pair that is likely to be the rarest: the longest. Which one it is changes no answer. */
  private static String demanded(String namespace, LabelSelector selector) {
    var pairs =
        selector.getMatchLabels() == null ? Map.<String, String>of() : selector.getMatchLabels();
    return pairs.entrySet().stream()
        .max(
            Comparator.comparingInt((Map.Entry<String, String> e) -> e.getValue().length())
                .thenComparing(Map.Entry::getKey))
        .map(e -> label(namespace, e.getKey(), e.getValue()))
        .orElseGet(() -> any(namespace));
  }

  /** The keys of which a workload that selects pods with these labels has one. */
  static List<String> selecting(String namespace, Map<String, String> labels) {
    var found = new ArrayList<String>();
    found.add(any(namespace));
    labels.forEach((k, v) -> found.add(label(namespace, k, v)));
    return found;
  }

  /** Every pod has it, and every workload whose selector demands no pair. */
  static String any(String namespace) {
    return key(namespace, Kind.LABEL, "");
  }

  static String label(String namespace, String key, String value) {
    return key(namespace, Kind.LABEL, key + "=" + value);
  }
}
