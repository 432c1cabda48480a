package io.schemamigration.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the user wants: which migrations, in which database, up to which version. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SchemaMigrationSpec(
    @Required
        @JsonPropertyDescription(
            "The database whose schema this is: exactly one of url, urlFrom and sqlite. Credentials are files in the"
                + " migration Job, never environment or arguments; the operator itself never reads them.")
        DatabaseSpec database,
    @Required @JsonPropertyDescription("The migrations: exactly one of configMaps and inline.")
        MigrationsSpec migrations,
    @JsonPropertyDescription(
            "Migrate up to this version, e.g. \"7\" or \"20251127100000\". Default: the highest version in the source.")
        @Pattern("^[0-9]{1,18}(\\.[0-9]{1,18}){0,3}$")
        @Size(max = 76)
        @Nullable String version,
    @JsonPropertyDescription(
            "Approves the offline and undecided migrations of the files that have this digest, sha256:…; the"
                + " condition NeedsApproval names it. Any change of a file voids it. The annotation"
                + " schemamigration.io/approve says the same.")
        @Pattern("^sha256:[0-9a-f]{64}$")
        @Size(max = 71)
        @Nullable String approve,
    @JsonPropertyDescription(
            "Whether an expand migration may be applied although a higher version has been applied before (two branches"
                + " merged late). Default: false, such a file is refused with the advice to renumber it.")
        @Default("false")
        @Nullable Boolean outOfOrder,
    @JsonPropertyDescription(
            "Whether a Job tries all that is pending on a copy of the database before it applies anything, and applies"
                + " nothing where the copy shows more than is declared, or where a migration fails on it. On PostgreSQL"
                + " the copy is a database without rows on the same server, and the user needs CREATEDB. Default: false.")
        @Default("false")
        @Nullable Boolean proveFirst,
    @JsonPropertyDescription(
            "How long the new release must have been complete and available before a contract migration runs: the time"
                + " in which a rollback to the old release stays possible. A duration such as 30m or 24h. Default: 0s.")
        @Pattern("^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$")
        @Size(min = 2, max = 30)
        @Nullable String soak,
    @JsonPropertyDescription(
            "When migrations may begin. A phase that no window lists may begin at any time; one that is listed, only while"
                + " one of its windows is open. What has begun is finished. Default: at any time.")
        @Size(max = 20)
        @Nullable List<MaintenanceWindow> windows,
    @JsonPropertyDescription("How the migration Jobs run.") @Nullable JobSpec job,
    @JsonPropertyDescription(
            "While true no new step is started. A step that runs is not stopped, and the gate stays in force.")
        @Default("false")
        @Nullable Boolean suspend) {

  /** Whether no new step may start. */
  public boolean suspended() {
    return Boolean.TRUE.equals(suspend);
  }

  /** Whether all that is pending is tried on a copy before anything is applied. */
  public boolean provesFirst() {
    return Boolean.TRUE.equals(proveFirst);
  }

  /** Whether a late expand migration may apply. */
  public boolean allowsOutOfOrder() {
    return Boolean.TRUE.equals(outOfOrder);
  }
}
