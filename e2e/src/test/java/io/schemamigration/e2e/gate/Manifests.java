package io.schemamigration.e2e.gate;

/** Manifests as a user would write them. Their images need not exist: nothing has to start. */
final class Manifests {
  private static final String TEMPLATE =
      """
      metadata:
        labels: {app: NAME, schemamigration.io/name: app}
        annotations: {schemamigration.io/version: "VERSION"}
      spec:
        terminationGracePeriodSeconds: 0
        containers: [{name: c, image: localhost/none, imagePullPolicy: Never}]
      """;

  private Manifests() {}

  /** A workload of {@code kind} behind the gate of {@code app}, with code for {@code version}. */
  static String workload(String kind, String name, String version) {
    var template = TEMPLATE.replace("NAME", name).replace("VERSION", version);
    var spec =
        switch (kind) {
          case "Deployment", "ReplicaSet" -> "replicas: 2\n" + selected(name, template);
          case "StatefulSet" -> "replicas: 2\nserviceName: x\n" + selected(name, template);
          case "DaemonSet" -> selected(name, template);
          case "Job" -> finite(template);
          case "CronJob" ->
              "schedule: '0 0 1 1 *'\njobTemplate:\n  spec:\n" + finite(template).indent(4);
          default -> throw new IllegalArgumentException(kind);
        };
    var group = kind.endsWith("Job") ? "batch/v1" : "apps/v1";
    return "apiVersion: %s\nkind: %s\nmetadata: {name: %s}\nspec:\n".formatted(group, kind, name)
        + spec.indent(2);
  }

  private static String selected(String name, String template) {
    return "selector: {matchLabels: {app: %s}}\ntemplate:\n".formatted(name) + template.indent(2);
  }

  private static String finite(String template) {
    return "template:\n" + (template + "  restartPolicy: Never\n").indent(2);
  }

  static String deployment(String version) {
    return workload("Deployment", "app", version);
  }

  /** A bare pod {@code p}; {@code fields} of its spec in flow style, each ended by a comma. */
  static String pod(String gate, String version, String fields) {
    return """
    apiVersion: v1
    kind: Pod
    metadata:
      name: p
      labels: {schemamigration.io/name: %s}
      annotations: {schemamigration.io/version: "%s"}
    spec:
      {%s containers: [{name: c, image: localhost/none, imagePullPolicy: Never}]}
    """
        .formatted(gate, version, fields);
  }

  static String pod(String version) {
    return pod("app", version, "");
  }

  /** A SchemaMigration; its database in flow style. */
  static String migration(String name, String database) {
    return """
    apiVersion: schemamigration.io/v1alpha1
    kind: SchemaMigration
    metadata: {name: %s}
    spec:
      database: %s
      migrations: {inline: {"001_a.sql": "CREATE TABLE a (i int)"}}
    """
        .formatted(name, database);
  }

  /** A Job {@code j}; labels of itself and of its pods in flow style. */
  static String job(String labels, String podLabels, boolean suspended) {
    return """
    apiVersion: batch/v1
    kind: Job
    metadata: {name: j, labels: {%s}}
    spec:
      suspend: %s
      template:
        metadata: {labels: {%s}}
        spec: {restartPolicy: Never, containers: [{name: c, image: localhost/none, imagePullPolicy: Never}]}
    """
        .formatted(labels, suspended, podLabels);
  }
}
