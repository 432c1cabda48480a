package io.schemamigration.operator.observation;

import io.schemamigration.core.window.Version;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a decision rests on.
 *
 * @param id whose migrations these are
 * @param spec what the spec asks for
 * @param status what the status remembers
 * @param source the migration files
 * @param job the Job of the step under way
 * @param workloads what could start pods behind this gate
 * @param pods what may be using the schema now, step pods excepted
 * @param gate whether the admission policies are in force
 * @param look where workloads and pods were looked for
 */
public record Observation(
    Identity id,
    Spec spec,
    RecordedStatus status,
    SourceState source,
    JobState job,
    List<Workload> workloads,
    List<CountedPod> pods,
    GateState gate,
    Look look) {

  /** Makes the lists safe to share. */
  public Observation {
    workloads = List.copyOf(workloads);
    pods = List.copyOf(pods);
  }

  /**
   * Which object this is.
   *
   * @param owner as the database knows it: cluster uid/namespace/name
   */
  public record Identity(String namespace, String name, String uid, String owner) {}

  /**
   * What the spec asks for.
   *
   * @param generation of the spec
   * @param version upper bound of what may apply, or null for all of the source
   * @param soak how long the new release must have stood before a contract migration
   * @param approvals what a person has approved, whatever the files are now
   * @param timetable when migrations may begin
   * @param acceptedLoss which fall of the minimum a person has accepted, as it is written, or null
   */
  public record Spec(
      long generation,
      @Nullable Version version,
      Duration soak,
      boolean suspended,
      List<Approval> approvals,
      Timetable timetable,
      @Nullable String acceptedLoss) {
    /** Makes the list safe to share. */
    public Spec {
      approvals = List.copyOf(approvals);
    }
  }

  /**
   * Whether the gate is in force; if not, nothing is claimed.
   *
   * @param mode how it works in this cluster
   * @param message what is missing, in words for a person
   */
  public record GateState(GateMode mode, boolean inForce, String message) {
    /** All policies answer, also those that hold workloads. */
    public static final GateState IN_FORCE = inForce(GateMode.POLICIES);

    /** All policies of the mode answer. */
    public static GateState inForce(GateMode mode) {
      return new GateState(mode, true, "");
    }
  }
}
