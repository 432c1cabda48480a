package io.schemamigration.operator.observe;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.operator.observation.Approval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a person has approved, and who it was. The API server notes for each field which
 * manager ({@code kubectl-annotate}, {@code helm}, …) wrote it last, and when that was:
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
final class ApprovalReader {
  private static final String SPEC = "spec.approve";

  private ApprovalReader() {}

  static List<Approval> read(SchemaMigration resource) {
    var found = new ArrayList<Approval>();
    var fields = resource.getMetadata().getManagedFields();
    var entries = fields == null ? List.<ManagedFieldsEntry>of() : fields;
    var inSpec = resource.getSpec().approve();
    if (inSpec != null) {
      found.add(approval(inSpec.strip(), SPEC, entries, "f:spec", "f:approve"));
    }
    var annotation = Templates.annotation(resource, Names.ANNOTATION_APPROVE);
    if (annotation != null) {
      found.add(
          approval(
              annotation.strip(),
              Names.ANNOTATION_APPROVE,
              entries,
              "f:metadata",
              "f:annotations",
              "f:" + Names.ANNOTATION_APPROVE));
    }
    return found;
  }

  private static Approval approval(
      String digest, String via, List<ManagedFieldsEntry> entries, String... path) {
    var owner = owner(entries, path);
    return owner == null
        ? new Approval(digest, null, null, via)
        : new Approval(digest, owner.getManager(), owner.getTime(), via);
  }

  /**
   * Whose field it is. Several own it where they agree on its value: the one that has said so for
   * longest.
   */
  private static @Nullable ManagedFieldsEntry owner(
      List<ManagedFieldsEntry> entries, String... path) {
    ManagedFieldsEntry owner = null;
    for (var entry : entries) {
      if (owns(entry, path) && (owner == null || earlier(entry, owner))) {
        owner = entry;
      }
    }
    return owner;
  }

  /** Times are written by the API server, in UTC and to the second: their texts are in order. */
  private static boolean earlier(ManagedFieldsEntry entry, ManagedFieldsEntry other) {
    return other.getTime() == null
        || (entry.getTime() != null && entry.getTime().compareTo(other.getTime()) < 0);
  }

  private static boolean owns(ManagedFieldsEntry entry, String... path) {
    if (entry.getFieldsV1() == null) {
      return false;
    }
    Object at = entry.getFieldsV1().getAdditionalProperties();
    for (var name : path) {
      at = at instanceof Map<?, ?> fields ? fields.get(name) : null;
    }
    return at != null;
  }
}
