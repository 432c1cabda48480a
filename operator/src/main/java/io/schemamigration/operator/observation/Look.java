package io.schemamigration.operator.observation;

/** Where workloads and pods were looked for, from the quickest look to the most exact one. */
public enum Look {
  /** In the caches, which may lag behind. */
  CACHED,

  /**
   * In the caches, and for pods with the label at the API server itself. It costs one small request
   * however many pods there are.
   */
  LABELED,

  /** At the API server itself, for everything in the namespace, labeled or not. */
  LIVE
}
