package io.schemamigration.e2e.cluster;

/** What a test class needs of the one operator in the cluster, in the order of their turns. */
public enum OperatorUse {
  /** It must not run: the test plays its part. Such classes can run side by side. */
  STOPPED,
  /** It must run. Such classes can run side by side, each in namespaces of its own. */
  SHARED,
  /** The class stops, kills or changes it: nothing else that needs it may run meanwhile. */
  EXCLUSIVE
}
