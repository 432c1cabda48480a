package io.schemamigration.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * One step: a Job and its token. Written before the Job exists, and the only source of what the Job
 * is for.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StepStatus(
    @JsonPropertyDescription("expand, claim, withdraw or contract.") @Size(max = 16) String name,
    @JsonPropertyDescription(
            "Grows with each step; a step with a lower number can no longer write.")
        long number,
    @JsonPropertyDescription("Random; together with the number the token of the step.")
        @Size(max = 64)
        String id,
    @JsonPropertyDescription("Name of the Job.") @Size(max = 63) String job,
    @JsonPropertyDescription("Digest of the files that the Job is to find.") @Size(max = 80)
        String digest,
    @JsonPropertyDescription("The version up to which the step may apply.") @Size(max = 76)
        String version,
    @JsonPropertyDescription("claim and contract: the contract migration claimed.") @Size(max = 76)
        @Nullable String claim,
    @JsonPropertyDescription("contract: id of the claim step.") @Size(max = 64)
        @Nullable String claimId,
    @JsonPropertyDescription(
            "claim and contract: digest of the files whose offline and undecided migrations a person has approved.")
        @Size(max = 80)
        @Nullable String approve,
    @JsonPropertyDescription("expand: no pod existed, everything may apply.")
        @Nullable Boolean firstInstall,
    @JsonPropertyDescription(
            "expand: the minimum that the database reported before; a lower one is refused.")
        @Size(max = 76)
        @Nullable String knownMinimum,
    @JsonPropertyDescription("withdraw: why the claim was withdrawn.") @Size(max = 1024)
        @Nullable String why,
    @JsonPropertyDescription("The spec's generation that the step serves.") long generation,
    @JsonPropertyDescription("How often this step has been tried, from 1.") int attempt,
    @Size(max = 40) String startedAt,
    @JsonPropertyDescription(
            "completed, nothing_to_do, failed, refused or retry; absent while it runs.")
        @Size(max = 16)
        @Nullable String outcome,
    @Size(max = 40) @Nullable String finishedAt,
    @JsonPropertyDescription("When the next attempt is made.") @Size(max = 40)
        @Nullable String nextAttemptAt) {}
