package io.schemamigration.e2e.app;

import io.schemamigration.e2e.cluster.Cluster;
import io.schemamigration.e2e.cluster.OperatorRelease;
import io.schemamigration.e2e.cluster.TestNamespace;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a person would look at if a test waits in vain. */
final class Evidence {
  private Evidence() {}

  /** The objects of a namespace with who wrote which field, Events, and the operator's log. */
  static String of(Cluster cluster, TestNamespace namespace) {
    var log = List.of("logs", "deployment/" + OperatorRelease.NAME, "--tail=300");
    return Stream.of(
            namespace.kubectl("get", "smig,jobs,pods", "-o", "yaml", "--show-managed-fields"),
            namespace.kubectl("get", "events", "--sort-by=.lastTimestamp"),
            cluster.operator().kubectl(log.toArray()))
        .map(command -> String.join(" ", command.words()) + "\n" + command.tryToRun().output())
        .collect(Collectors.joining("\n"));
  }
}
