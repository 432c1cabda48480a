package io.schemamigration.operator.resource;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import java.util.Map;
import java.util.Objects;

/**
 * Migrations written into the spec, as files that a Job can mount: one immutable ConfigMap for each
 * digest.
 */
public final class InlineConfigMap {
  private static final int ALGORITHM = "sha256:".length();
  private static final int SHOWN = 12;
  private static final int LONGEST_LABEL = 63;

  private InlineConfigMap() {}

  /** The name of the ConfigMap for that digest. */
  public static String name(String resourceName, String digest) {
    return resourceName + "-inline-" + digest.substring(ALGORITHM, ALGORITHM + SHOWN);
  }

  /** Its value of the label {@link Names#LABEL_INLINE}. */
  public static String label(String resourceName) {
    return resourceName.length() <= LONGEST_LABEL
        ? resourceName
        : resourceName.substring(0, LONGEST_LABEL);
  }

  /** The ConfigMap; goes with its SchemaMigration. */
  public static ConfigMap build(SchemaMigration resource, String digest) {
    var meta = resource.getMetadata();
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name(meta.getName(), digest))
        .withNamespace(meta.getNamespace())
        .withLabels(Map.of(Names.LABEL_INLINE, label(meta.getName())))
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion(resource.getApiVersion())
                .withKind(resource.getKind())
                .withName(meta.getName())
                .withUid(meta.getUid())
                .withController(true)
                .withBlockOwnerDeletion(false)
                .build())
        .endMetadata()
        .withImmutable(true)
        .withData(Objects.requireNonNull(resource.getSpec().migrations().inline()))
        .build();
  }
}
