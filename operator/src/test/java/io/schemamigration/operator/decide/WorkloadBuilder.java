package io.schemamigration.operator.decide;

import io.schemamigration.core.window.Version;
import io.schemamigration.operator.observation.Workload;
import java.util.ArrayList;
import java.util.List;

/** A workload in a few words: settled, told nothing yet, not held, with one pod wanted. */
public final class WorkloadBuilder {
  private final String kind;
  private final String name;
  private final Version version;
  private final List<Version> standby = new ArrayList<>();
  private String unsettled;
  private String maximum;
  private String minimum;
  private String hold;
  private boolean paused;
  private int wanted = 1;

  WorkloadBuilder(String kind, String name, String version) {
    this.kind = kind;
    this.name = name;
    this.version = Version.of(version);
  }

  /** A Deployment, for tests of other packages. */
  public static WorkloadBuilder deployment(String name, String version) {
    return new WorkloadBuilder("Deployment", name, version);
  }

  /** Its rollout isn't complete and available. */
  WorkloadBuilder unsettled(String why) {
    unsettled = why;
    return this;
  }

  /** An older ReplicaSet that is still wanted. */
  WorkloadBuilder standby(String older) {
    standby.add(Version.of(older));
    return this;
  }

  /** The window that its annotations tell. */
  WorkloadBuilder told(String minimum, String maximum) {
    this.minimum = minimum;
    this.maximum = maximum;
    return this;
  }

  /** The gate holds it. */
  public WorkloadBuilder held() {
    return hold("true").paused();
  }

  /** What its annotation says, or null. */
  WorkloadBuilder hold(String value) {
    hold = value;
    return this;
  }

  /** It is paused. */
  WorkloadBuilder paused() {
    paused = true;
    return this;
  }

  /** How many pods it is to have. */
  WorkloadBuilder wants(int pods) {
    wanted = pods;
    return this;
  }

  /** The workload. */
  public Workload build() {
    return new Workload(
        kind, name, version, unsettled, standby, maximum, minimum, hold, paused, wanted);
  }
}
