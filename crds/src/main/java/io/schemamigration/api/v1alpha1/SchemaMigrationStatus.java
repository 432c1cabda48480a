package io.schemamigration.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operator knows: the window as the database last reported it, the step under way, and why
 * it waits.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SchemaMigrationStatus(
    @JsonPropertyDescription(
            "The generation of the spec that this status speaks of; -1 until the operator has looked.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Who owns the window in the database: cluster uid/namespace/name.")
        @Size(max = 700)
        @Nullable String owner,
    @JsonPropertyDescription(
            "Workloads behind this gate; while there are any, this object can't be deleted.")
        @Size(max = 100)
        @Nullable List<String> inUse,
    @JsonPropertyDescription(
            "How many workloads, and pods of their own, wait because their schema is not there yet.")
        @Nullable Integer heldWorkloads,
    @JsonPropertyDescription(
            "Ready always: code for the version that the spec asks for may run, and no workload is held."
                + " ContractPending while Ready is True: whether contract migrations are still to follow."
                + " Reconciling and Stalled only when True (kstatus).")
        @Size(max = 10)
        @Nullable List<Condition> conditions,
    @JsonPropertyDescription(
            "Digest of the migration files as the operator sees them now, sha256:…; absent where it can't read"
                + " them. What is to be approved, and what a wait for these files compares.")
        @Size(max = 80)
        @Nullable String sourceDigest,
    @JsonPropertyDescription("The version that the last successful step reached.") @Size(max = 76)
        @Nullable String appliedVersion,
    @JsonPropertyDescription("Digest of the source that is applied as far as the window allows.")
        @Size(max = 80)
        @Nullable String appliedDigest,
    @JsonPropertyDescription("The compatibility window: code may run from minimum to maximum.")
        @Nullable WindowStatus window,
    @JsonPropertyDescription("Migrations that are not applied yet.") @Size(max = 100)
        @Nullable List<PendingStatus> pending,
    @JsonPropertyDescription(
            "Who approved the files as they are now; void as soon as any of them changes.")
        @Nullable ApprovalStatus approval,
    @JsonPropertyDescription("What a contract migration waits for.") @Size(max = 100)
        @Nullable List<BlockerStatus> blockedBy,
    @JsonPropertyDescription(
            "Since when nothing blocks the contract migration; its soak time counts from here.")
        @Size(max = 40)
        @Nullable String unblockedSince,
    @JsonPropertyDescription(
            "When the window of spec.windows opens that pending migrations wait for; absent while they wait for none.")
        @Size(max = 40)
        @Nullable String nextWindow,
    @JsonPropertyDescription(
            "The last step: what its Job is for stands here before the Job exists.")
        @Nullable StepStatus step,
    @JsonPropertyDescription("The last failure, kept until a step succeeds.")
        @Nullable FailureStatus lastFailure,
    @JsonPropertyDescription(
            "Pods that may be using the schema, so that none is forgotten that vanishes while no operator is watching.")
        @Size(max = 500)
        @Nullable List<PodStatus> pods) {

  /** Nothing known yet. */
  public static final SchemaMigrationStatus EMPTY =
      new SchemaMigrationStatus(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null);
}
