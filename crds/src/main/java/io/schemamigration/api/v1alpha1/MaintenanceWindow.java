package io.schemamigration.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A time that comes again and again, in which migrations may begin. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MaintenanceWindow(
    @Required
        @JsonPropertyDescription(
            "When it opens: minute, hour, day of month, month and day of week as cron has them, e.g. \"0 22 * * 1-5\". If"
                + " both days are given, either of them is enough.")
        @Pattern("^ *[0-9A-Za-z*,/-]+( +[0-9A-Za-z*,/-]+){4} *$")
        @Size(min = 9, max = 200)
        String cron,
    @Required
        @JsonPropertyDescription("For how long it is open, e.g. 4h or 90m.")
        @Pattern("^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$")
        @Size(min = 2, max = 30)
        String duration,
    @JsonPropertyDescription(
            "The time zone of cron, e.g. Europe/Berlin. Default: UTC. A time that doesn't exist, because clocks are set"
                + " forward, is left out.")
        @Pattern("^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}$")
        @Size(max = 64)
        @Default("UTC")
        @Nullable String timeZone,
    @JsonPropertyDescription(
            "What may begin in it: expand, contract, offline (which includes undecided). Default: all of them.")
        @Size(min = 1, max = 3)
        @Nullable List<GatedPhase> phases) {

  /** The phase of a migration, as far as windows distinguish them. */
  public enum GatedPhase {
    /** What older code survives; also a first install. */
    @JsonProperty("expand")
    EXPAND,
    /** What older code doesn't survive. */
    @JsonProperty("contract")
    CONTRACT,
    /** What code of no version survives, or what nobody knows. */
    @JsonProperty("offline")
    OFFLINE
  }
}
