package io.schemamigration.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the migration files are. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.configMaps) != has(self.inline)",
    message = "exactly one of configMaps and inline is needed")
@ValidationRule(
    value = "!has(self.inline) || self.inline.all(file, file.matches('^[-._a-zA-Z0-9]{1,253}$'))",
    message =
        "a file name of inline has other characters than letters without accents, digits, '-', '_' and '.': it becomes"
            + " a key of a ConfigMap, which takes no others; rename it, e.g. 001_add_users.sql")
public record MigrationsSpec(
    @JsonPropertyDescription(
            "ConfigMaps of this namespace whose keys are migration files, e.g. 003_add_email.sql or V003__add_email.up.sql."
                + " Several where one would exceed 1 MiB; no key may be in two of them.")
        @Size(min = 1, max = 50)
        @Nullable List<ConfigMapRef> configMaps,
    @JsonPropertyDescription("The files themselves: file name to SQL text.")
        @Size(min = 1, max = 1000)
        @Nullable Map<String, String> inline) {

  /** A ConfigMap of the CR's namespace. */
  public record ConfigMapRef(
      @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the ConfigMap.")
          String name) {}
}
