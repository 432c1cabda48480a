package io.schemamigration.operator.admission;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.operator.observation.GateMode;
import io.schemamigration.operator.observation.Observation.GateState;
import io.schemamigration.operator.observe.Side;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Finds out by dry runs whether the gate's policies are in force: discovery can list policies that
 * do nothing (feature gate off) or that are not in force yet. A version that is none, a labeled pod
 * without a SchemaMigration and a pod that claims to belong to a step must be refused; where
 * policies hold workloads, a labeled Deployment must come back paused.
 */
public final class GateProbe implements Supplier<GateState> {
  private static final Duration TRUST = Duration.ofSeconds(30);
  private static final Duration DOUBT = Duration.ofSeconds(1);
  private static final String NOBODY = "schema-migration-probe-of-nothing";
  private static final int UNPROCESSABLE = 422;

  private final KubernetesClient client;
  private final String namespace;
  private final GateMode mode;
  private final String runner;
  private final Side side = new Side();
  private volatile GateState last;

  /**
   * Probes in the operator's own namespace.
   *
   * @param mode which policies there have to be
   * @param runner the runner's image
   */
  public GateProbe(KubernetesClient client, String namespace, GateMode mode, String runner) {
    this.client = client;
    this.namespace = namespace;
    this.mode = mode;
    this.runner = runner;
    this.last = new GateState(mode, false, "not probed yet");
  }

  /**
   * Starts to probe: every half a minute while the gate is in force, every second while it isn't.
   */
  public void watch() {
    Thread.ofVirtual()
        .name("gate-probe")
        .start(() -> {
          while (!Thread.currentThread().isInterrupted()) {
            var state = probeNow();
            LockSupport.parkNanos((state.inForce() ? TRUST : DOUBT).toNanos());
          }
        });
  }

  /** The state as it was probed last. */
  @Override
  public GateState get() {
    return last;
  }

  /** The state now; for decisions that can't be undone. */
  public GateState probeNow() {
    last = probe();
    return last;
  }

  /** All dry runs side by side: whoever waits for them is about to act. */
  private GateState probe() {
    var held = side.ask(() -> mode == GateMode.VALIDATING || held());
    var version = side.ask(() -> refused("schemamigration-refuse", verifying("no version")));
    var unknown =
        side.ask(() -> refused("schemamigration-pods", pod(Map.of(Names.LABEL_NAME, NOBODY))));
    var forged =
        side.ask(() -> refused("schemamigration-pods", pod(Map.of(Names.LABEL_STEP, "expand"))));
    try {
      if (!Side.result(held)) {
        return missing("schemamigration-hold");
      }
      if (!Side.result(version)) {
        return missing("schemamigration-refuse");
      }
      if (!Side.result(unknown)) {
        return missing("schemamigration-pods (unknown SchemaMigration)");
      }
      return Side.result(forged)
          ? GateState.inForce(mode)
          : missing("schemamigration-pods (forged step)");
    } catch (RuntimeException e) {
      return failed(String.valueOf(e.getMessage()));
    }
  }

  private boolean held() {
    var stored = client.resource(deployment("1")).dryRun().create();
    return Boolean.TRUE.equals(stored.getSpec().getPaused());
  }

  private GateState failed(String why) {
    return new GateState(mode, false, "the probe of the admission policies failed: " + why);
  }

  private GateState missing(String policy) {
    var needs =
        mode == GateMode.POLICIES
            ? "on a cluster with MutatingAdmissionPolicy (Kubernetes 1.36)?"
                + " Without it: helm upgrade with gate.mode=validating"
            : "with gate.mode=validating?";
    return new GateState(
        mode,
        false,
        "admission policy "
            + policy
            + " has no effect: is the chart installed with its policies, "
            + needs);
  }

  private boolean refused(String policy, HasMetadata object) {
    try {
      client.resource(object).dryRun().create();
      return false;
    } catch (KubernetesClientException e) {
      boolean byPolicy =
          e.getCode() == HttpURLConnection.HTTP_FORBIDDEN || e.getCode() == UNPROCESSABLE;
      if (byPolicy && String.valueOf(e.getMessage()).contains("'" + policy + "'")) {
        return true;
      }
      throw e;
    }
  }

  /** A Deployment whose pods would verify themselves. */
  private Deployment verifying(String version) {
    var verify = pod(Map.of()).getSpec().getContainers().getFirst();
    verify.setName("schema-verify");
    verify.setImage(runner);
    verify.setCommand(List.of("migrate", "verify"));
    verify.setArgs(
        List.of("--version", version, "--owner", "*/" + namespace + "/" + NOBODY, "--url", "x"));
    var deployment = deployment(version);
    deployment.getSpec().getTemplate().getSpec().setInitContainers(List.of(verify));
    return deployment;
  }

  private Deployment deployment(String version) {
    var labels = Map.of("app", NOBODY, Names.LABEL_NAME, NOBODY);
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(NOBODY)
        .withNamespace(namespace)
        .endMetadata()
        .withNewSpec()
        .withReplicas(0)
        .withNewSelector()
        .addToMatchLabels("app", NOBODY)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .addToAnnotations(Names.ANNOTATION_VERSION, version)
        .endMetadata()
        .withSpec(pod(labels).getSpec())
        .endTemplate()
        .endSpec()
        .build();
  }

  private Pod pod(Map<String, String> labels) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(NOBODY)
        .withNamespace(namespace)
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .withAutomountServiceAccountToken(false)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(65532L)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .addNewContainer()
        .withName("none")
        .withImage("localhost/none")
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .endContainer()
        .endSpec()
        .build();
  }
}
