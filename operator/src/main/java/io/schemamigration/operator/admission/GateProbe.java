package io.schemamigration.operator.admission;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.schemamigration.api.v1alpha1.Names;
import io.schemamigration.operator.observation.Observation.GateState;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Finds out by dry runs whether the gate's policies are in force: discovery can list policies that
 * do nothing (feature gate off) or that are not in force yet. A labeled Deployment must come back
 * paused; a labeled pod without a SchemaMigration must be refused; a pod that claims to belong to a
 * step must be refused.
 */
public final class GateProbe implements Supplier<GateState> {
  private static final Duration TRUST = Duration.ofSeconds(30);
  private static final Duration DOUBT = Duration.ofSeconds(1);
  private static final String NOBODY = "schema-migration-probe-of-nothing";
  private static final int UNPROCESSABLE = 422;

  private final KubernetesClient client;
  private final String namespace;
  private final ExecutorService side = Executors.newVirtualThreadPerTaskExecutor();
  private volatile GateState last = new GateState(false, "not probed yet");

  /** Probes in the operator's own namespace. */
  public GateProbe(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
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
    var held = side.submit(this::held);
    var version = side.submit(() -> refused(deployment("no version")));
    var unknown = side.submit(() -> refused(pod(Map.of(Names.LABEL_NAME, NOBODY))));
    var forged = side.submit(() -> refused(pod(Map.of(Names.LABEL_STEP, "expand"))));
    try {
      if (!held.get()) {
        return missing("schemamigration-hold");
      }
      if (!version.get()) {
        return missing("schemamigration-refuse");
      }
      if (!unknown.get()) {
        return missing("schemamigration-pods (unknown SchemaMigration)");
      }
      return forged.get() ? GateState.IN_FORCE : missing("schemamigration-pods (forged step)");
    } catch (ExecutionException e) {
      var cause = e.getCause();
      return failed(String.valueOf(cause == null ? e.getMessage() : cause.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed("interrupted");
    }
  }

  private boolean held() {
    var stored = client.resource(deployment("1")).dryRun().create();
    return Boolean.TRUE.equals(stored.getSpec().getPaused());
  }

  private static GateState failed(String why) {
    return new GateState(false, "the probe of the admission policies failed: " + why);
  }

  private static GateState missing(String policy) {
    return new GateState(
        false,
        "admission policy "
            + policy
            + " has no effect: is the chart installed with its policies, on Kubernetes 1.36?");
  }

  private boolean refused(HasMetadata object) {
    try {
      client.resource(object).dryRun().create();
      return false;
    } catch (KubernetesClientException e) {
      boolean byPolicy =
          e.getCode() == HttpURLConnection.HTTP_FORBIDDEN || e.getCode() == UNPROCESSABLE;
      if (byPolicy && String.valueOf(e.getMessage()).contains("schemamigration")) {
        return true;
      }
      throw e;
    }
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
