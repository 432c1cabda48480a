package io.schemamigration.operator;

import io.schemamigration.operator.observation.GateMode;
import io.schemamigration.operator.resource.RunnerImage;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the Deployment sets for the operator, in environment variables.
 *
 * @param namespace the operator's own, {@code OPERATOR_NAMESPACE}
 * @param identity who leads, {@code POD_NAME}
 * @param image {@code RUNNER_IMAGE}, {@code RUNNER_PULL_POLICY} and {@code RUNNER_UID}: empty for
 *     the user that the cluster assigns
 * @param watched {@code WATCH_NAMESPACES}, comma-separated; empty for all
 * @param gateMode {@code GATE_MODE}: {@code policies}, the default, or {@code validating}
 * @param leaderElection {@code LEADER_ELECTION}
 * @param port of health and metrics, {@code HTTP_PORT}, default 8080
 */
public record OperatorSettings(
    String namespace,
    String identity,
    RunnerImage image,
    Set<String> watched,
    GateMode gateMode,
    boolean leaderElection,
    int port) {

  /**
   * Reads the environment.
   *
   * @throws IllegalArgumentException when something needed is missing, naming it
   */
  public static OperatorSettings of(Map<String, String> environment) {
    return new OperatorSettings(
        needed(environment, "OPERATOR_NAMESPACE"),
        needed(environment, "POD_NAME"),
        new RunnerImage(
            needed(environment, "RUNNER_IMAGE"),
            environment.getOrDefault("RUNNER_PULL_POLICY", "IfNotPresent"),
            user(environment.getOrDefault("RUNNER_UID", Long.toString(RunnerImage.OWN_USER)))),
        Arrays.stream(environment.getOrDefault("WATCH_NAMESPACES", "").split(",", -1))
            .map(String::strip)
            .filter(n -> !n.isEmpty())
            .collect(Collectors.toUnmodifiableSet()),
        GateMode.of(environment.getOrDefault("GATE_MODE", "policies")),
        Boolean.parseBoolean(environment.getOrDefault("LEADER_ELECTION", "true")),
        Integer.parseInt(environment.getOrDefault("HTTP_PORT", "8080")));
  }

  /**
   * Whether each kind is watched by one informer: for all namespaces, or a single one. Several
   * would share a store, and each would drop what the others hold.
   */
  boolean oneInformer() {
    return watched.size() <= 1;
  }

  private static @Nullable Long user(String uid) {
    return uid.isBlank() ? null : Long.valueOf(uid);
  }

  private static String needed(Map<String, String> environment, String name) {
    var value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          "environment variable "
              + name
              + " is not set: the Helm chart sets it in the operator's Deployment");
    }
    return value;
  }
}
