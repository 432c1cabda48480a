package io.schemamigration.operator;

import io.schemamigration.api.v1alpha1.SchemaMigration;
import java.util.Objects;

/**
 * Which changes of a SchemaMigration are worth a look: those of its spec, and those of its
 * annotations, through which people say yes. The operator's own writes of the status aren't.
 */
final class ResourceChanges {
  private ResourceChanges() {}

  static boolean matter(SchemaMigration now, SchemaMigration before) {
    var is = now.getMetadata();
    var was = before.getMetadata();
    return !Objects.equals(is.getGeneration(), was.getGeneration())
        || !Objects.equals(is.getAnnotations(), was.getAnnotations())
        || !Objects.equals(is.getLabels(), was.getLabels())
        || !Objects.equals(is.getDeletionTimestamp(), was.getDeletionTimestamp())
        || !Objects.equals(is.getUid(), was.getUid());
  }
}
