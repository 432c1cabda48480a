package io.schemamigration.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Where the schema lives and with which credentials it is reached. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "[has(self.url), has(self.urlFrom), has(self.sqlite)].filter(x, x).size() == 1",
    message = "exactly one of url, urlFrom and sqlite is needed")
@ValidationRule(
    value =
        "!has(self.url) || !self.url.matches('://[^/@]*:[^/@]*@') && !self.url.matches('[?&](ssl)?password=')",
    message =
        "url must not contain a password: put the whole URL into a Secret (urlFrom) or the password (passwordFrom)")
@ValidationRule(
    value =
        "!has(self.sqlite) || !has(self.userFrom) && !has(self.passwordFrom) && !has(self.caFrom) && !has(self.verify) && !has(self.historySchema)",
    message = "userFrom, passwordFrom, caFrom, verify and historySchema are of no use to SQLite")
public record DatabaseSpec(
    @JsonPropertyDescription(
            "URL without a password: jdbc:postgresql://host:5432/db, postgres://… or postgresql://…")
        @Pattern("^(jdbc:postgresql|postgres|postgresql)://.+$")
        @Size(max = 2048)
        @Nullable String url,
    @JsonPropertyDescription("The Secret key in this namespace that holds the URL.")
        @Nullable SecretSource urlFrom,
    @JsonPropertyDescription("The Secret key that holds the user name, when it is not in the URL.")
        @Nullable SecretSource userFrom,
    @JsonPropertyDescription("The Secret key that holds the password, when it is not in the URL.")
        @Nullable SecretSource passwordFrom,
    @JsonPropertyDescription(
            "The Secret key that holds the CA certificate (PEM) of the server; turns on verify-full.")
        @Nullable SecretSource caFrom,
    @JsonPropertyDescription("A SQLite file on a volume, instead of a URL.")
        @Nullable SqliteSpec sqlite,
    @JsonPropertyDescription(
            "Read-only credentials for the init container that verifies the window. Default: the ones above.")
        @Nullable VerifySpec verify,
    @JsonPropertyDescription(
            "The role that may read the window, so that verify can use other credentials, e.g. PUBLIC.")
        @Size(max = 63)
        @Nullable String grantWindowTo,
    @JsonPropertyDescription(
            "PostgreSQL: the schema of the history and the window. Default: where they are, else the current schema of"
                + " the connection. It doesn't say where statements run: put currentSchema into the URL for that.")
        @Size(min = 1, max = 63)
        @Nullable String historySchema) {}
