package io.schemamigration.e2e.app;

/**
 * A workload that only lives.
 *
 * @param kind Deployment or StatefulSet
 * @param name of the workload and of its label {@code app}
 * @param version of the schema its code was built for; empty: neither label nor annotation
 * @param replicas how many pods
 * @param goodbye seconds for which a pod that was asked to end goes on (its preStop)
 */
public record Workload(String kind, String name, String version, int replicas, int goodbye) {
  private static final String POD =
      """
      metadata:
        labels: {app: NAME, GATE}
        annotations: {VERSION}
      spec:
        terminationGracePeriodSeconds: 60
        containers:
        - name: app
          image: localhost/pause:1
          imagePullPolicy: IfNotPresent
          securityContext: {runAsUser: 65532}
          GOODBYE
      """;

  /** The Deployment {@code app} with two pods that end at once. */
  public static Workload deployment(String version) {
    return new Workload("Deployment", "app", version, 2, 0);
  }

  /** The StatefulSet {@code store} with one pod that ends at once. */
  public static Workload statefulSet(String version) {
    return new Workload("StatefulSet", "store", version, 1, 0);
  }

  /** The same with other replicas. */
  public Workload replicas(int number) {
    return new Workload(kind, name, version, number, goodbye);
  }

  /** The same with pods that take their time to end. */
  public Workload goodbye(int seconds) {
    return new Workload(kind, name, version, replicas, seconds);
  }

  /** The manifest. */
  public String manifest() {
    boolean gated = !version.isEmpty();
    var pod =
        POD.replace("NAME", name)
            .replace("GATE", gated ? "schemamigration.io/name: app" : "tier: web")
            .replace("VERSION", gated ? "schemamigration.io/version: \"" + version + "\"" : "")
            .replace(
                "GOODBYE",
                goodbye == 0 ? "" : "lifecycle: {preStop: {sleep: {seconds: " + goodbye + "}}}");
    return """
    apiVersion: apps/v1
    kind: %s
    metadata: {name: %s}
    spec:
      %s
      replicas: %d
      selector: {matchLabels: {app: %s}}
      template:
    """
            .formatted(kind, name, service(), replicas, name)
        + pod.indent(4);
  }

  private String service() {
    return kind.equals("StatefulSet") ? "serviceName: none" : "strategy: {type: RollingUpdate}";
  }
}
