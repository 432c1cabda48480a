package io.schemamigration.api.v1alpha1;

/** The labels, annotations and names that manifests depend on. */
public final class Names {
  /**
   * Label on pod templates, set by the user, and on workloads, copied by policy: the
   * SchemaMigration's name.
   */
  public static final String LABEL_NAME = "schemamigration.io/name";

  /** Label on the Jobs of steps and their pods: which step. */
  public static final String LABEL_STEP = "schemamigration.io/step";

  /** Label on ConfigMaps made from inline migrations: the SchemaMigration's name. */
  public static final String LABEL_INLINE = "schemamigration.io/inline";

  /**
   * Annotation on pod templates, set by the user: the schema version that the code was built for.
   */
  public static final String ANNOTATION_VERSION = "schemamigration.io/version";

  /** Annotation on workloads, the operator's alone: the highest version it may roll out. */
  public static final String ANNOTATION_MAXIMUM = "schemamigration.io/maximum-version";

  /** Annotation on workloads, the operator's alone: the lowest version it may run. */
  public static final String ANNOTATION_MINIMUM = "schemamigration.io/minimum-version";

  /** Annotation on workloads, the policy's: it is held, and what the user had set before. */
  public static final String ANNOTATION_HELD = "schemamigration.io/held";

  /** Annotation on workloads, set by the user: why they leave a gate whose minimum is above 0. */
  public static final String ANNOTATION_LEAVE = "schemamigration.io/leave-reason";

  /**
   * Annotation on pods that mount the database's credentials but are no clients of its schema: why.
   */
  public static final String ANNOTATION_IGNORE = "schemamigration.io/ignore-reason";

  /** Annotation on the SchemaMigration: uids of vanished pods that a person knows to be gone. */
  public static final String ANNOTATION_CONFIRM_GONE = "schemamigration.io/confirm-gone";

  /**
   * Annotation on the SchemaMigration: digest of the files whose offline and undecided migrations a
   * person has approved.
   */
  public static final String ANNOTATION_APPROVE = "schemamigration.io/approve";

  /**
   * Annotation on the SchemaMigration: a fall of the database's minimum that a person accepts, as
   * the condition HistoryLost names it.
   */
  public static final String ANNOTATION_ACCEPT_MINIMUM = "schemamigration.io/accept-minimum";

  /** Annotation on Jobs: the id of their step. */
  public static final String ANNOTATION_STEP_ID = "schemamigration.io/step-id";

  /** Name of the runner's container in the pods of steps. */
  public static final String RUNNER_CONTAINER = "migrate";

  private Names() {}
}
