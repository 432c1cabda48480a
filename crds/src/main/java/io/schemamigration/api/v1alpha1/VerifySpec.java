package io.schemamigration.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * Credentials with which pods read the window. What is absent is taken from the database itself.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VerifySpec(
    @JsonPropertyDescription("The Secret key that holds the URL.") @Nullable SecretSource urlFrom,
    @JsonPropertyDescription("The Secret key that holds the user name.")
        @Nullable SecretSource userFrom,
    @JsonPropertyDescription("The Secret key that holds the password.")
        @Nullable SecretSource passwordFrom) {}
