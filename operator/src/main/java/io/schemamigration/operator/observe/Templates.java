package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.core.window.Version;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads our labels and annotations. */
final class Templates {
  private Templates() {}

  static Map<String, String> labels(@Nullable ObjectMeta meta) {
    return meta == null || meta.getLabels() == null ? Map.of() : meta.getLabels();
  }

  static Map<String, String> annotations(@Nullable ObjectMeta meta) {
    return meta == null || meta.getAnnotations() == null ? Map.of() : meta.getAnnotations();
  }

  /** The template of the pods of its Jobs. */
  static PodTemplateSpec of(CronJob cron) {
    return cron.getSpec().getJobTemplate().getSpec().getTemplate();
  }

  /** Whether the template puts its pods behind the gate of {@code name}. */
  static boolean gatedBy(@Nullable PodTemplateSpec template, String name) {
    return template != null && name.equals(labels(template.getMetadata()).get(Names.LABEL_NAME));
  }

  /**
   * The version code was built for; without an annotation, or with one that is no version, older
   * than everything.
   */
  static Version version(@Nullable ObjectMeta meta) {
    return Version.parse(annotations(meta).getOrDefault(Names.ANNOTATION_VERSION, ""))
        .orElse(Version.NONE);
  }

  static @Nullable String annotation(HasMetadata object, String key) {
    return annotations(object.getMetadata()).get(key);
  }
}
