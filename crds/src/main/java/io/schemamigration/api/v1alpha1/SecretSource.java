package io.schemamigration.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A value held by a Secret of the CR's own namespace. */
public record SecretSource(@Required SecretKeyRef secretKeyRef) {

  /** The place of a value in a Secret. */
  public record SecretKeyRef(
      @Required
          @Size(min = 1, max = 253)
          @JsonPropertyDescription("Name of the Secret, in the namespace of the SchemaMigration.")
          String name,
      @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Key in the Secret's data.")
          String key) {}
}
