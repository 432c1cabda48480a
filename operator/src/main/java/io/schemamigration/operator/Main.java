package io.schemamigration.operator;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.operator.admission.GateProbe;
import io.schemamigration.operator.execute.DecisionExecutor;
import io.schemamigration.operator.observe.Informers;
import io.schemamigration.operator.observe.MigrationObserver;
import io.schemamigration.operator.observe.SharedStrings;
import io.schemamigration.operator.observe.SlimStore;
import io.schemamigration.operator.observe.VanishedPods;
import io.schemamigration.operator.resource.JobBuilder;
import io.schemamigration.operator.telemetry.HttpEndpoint;
import io.schemamigration.operator.telemetry.Telemetry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the operator and keeps it running until it is asked to stop, or is no longer the leader.
 */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final String LEASE = "schema-migration-operator";
  private static final Duration DRAIN = Duration.ofSeconds(10);

  /**
   * How often the leader renews its lease. A candidate looks every 1 to 2.2 times as long, so that
   * it leads within that time after a release.
   */
  private static final Duration RENEWAL = Duration.ofSeconds(1);

  /** Longer than a large fleet takes to list where the processor is shared with many. */
  private static final Duration CACHE_SYNC = Duration.ofMinutes(5);

  private static final int RECONCILE_THREADS = 8;
  private static final int FIRST_RETRY_MILLIS = 200;
  private static final long LONGEST_RETRY_MILLIS = 30_000;
  private static final int LOST_LEAD = 3;
  private static final int MISCONFIGURED = 2;

  private final OperatorSettings settings;
  private final Clock clock = Clock.systemUTC();
  private final KubernetesClient client =
      new KubernetesClientBuilder()
          .withConfig(Config.autoConfigure(null))
          .withKubernetesSerialization(SharedStrings.serialization())
          .build();
  private final Telemetry telemetry;
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);

  private Main(OperatorSettings settings) {
    this.settings = settings;
    var version = Main.class.getPackage().getImplementationVersion();
    this.telemetry = new Telemetry(clock, version == null ? "development" : version);
  }

  /** Reads the environment and runs. */
  public static void main(String[] args) throws IOException, InterruptedException {
    try {
      new Main(OperatorSettings.of(System.getenv())).run();
    } catch (IllegalArgumentException e) {
      LOG.error("{}", e.getMessage());
      System.exit(MISCONFIGURED);
    }
  }

  private void run() throws IOException, InterruptedException {
    var operator = operator();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(operator), "stop"));
    try (var endpoint =
        new HttpEndpoint(
            settings.port(), () -> healthy(operator), started::get, telemetry::scrape)) {
      LOG.info("serving health and metrics on port {}", endpoint.port());
      operator.start();
      started.set(true);
      LOG.info("the operator has started");
      ended.await();
    }
  }

  private Operator operator() {
    var operator =
        new Operator(overrider -> {
          overrider
              .withKubernetesClient(client)
              .withMetrics(MicrometerMetrics.withoutPerResourceMetrics(telemetry.registry()))
              .withConcurrentReconciliationThreads(RECONCILE_THREADS)
              .withReconciliationTerminationTimeout(DRAIN)
              .withCacheSyncTimeout(CACHE_SYNC)
              .withCloseClientOnStop(false) // the lease is released after the last write
              .withUseSSAToPatchPrimaryResource(false);
          if (settings.leaderElection()) {
            overrider.withLeaderElectionConfiguration(
                LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
                    .withLeaseNamespace(settings.namespace())
                    .withIdentity(settings.identity())
                    .withRetryPeriod(RENEWAL)
                    .withExitOnStopLeading(false)
                    .withLeaderCallbacks(
                        new LeaderCallbacks(
                            () -> LOG.info("this operator is now the leader"),
                            this::lostLead,
                            leader -> {}))
                    .build());
          }
        });
    var reconciler = reconciler();
    operator.register(reconciler, c -> configure(c, reconciler));
    return operator;
  }

  private void configure(
      ControllerConfigurationOverrider<SchemaMigration> c, SchemaMigrationReconciler reconciler) {
    c.withRetry(
        GenericRetry.noRetry()
            .withoutMaxAttempts()
            .setInitialInterval(FIRST_RETRY_MILLIS)
            .setIntervalMultiplier(2)
            .setMaxInterval(LONGEST_RETRY_MILLIS));
    c.withGenerationAware(false); // an annotation doesn't raise it, and people say yes by one
    c.withOnUpdateFilter(reconciler::matters);
    c.withTriggerReconcilerOnAllEvents(true); // deletion too: what is gone leaves the metrics
    c.withInformerListLimit(Informers.PAGE);
    if (settings.oneInformer()) {
      c.withItemStore(new SlimStore<>());
    }
    if (!settings.watched().isEmpty()) {
      c.settingNamespaces(settings.watched());
    }
  }

  private SchemaMigrationReconciler reconciler() {
    var executor = new DecisionExecutor(client, clock, new JobBuilder(settings.image()), telemetry);
    var vanished = new VanishedPods(client, clock);
    var gate =
        new GateProbe(
            client, settings.namespace(), settings.gateMode(), settings.image().reference());
    gate.watch();
    var clusterUid = client.namespaces().withName("kube-system").get().getMetadata().getUid();
    return new SchemaMigrationReconciler(
        executor,
        vanished,
        clock,
        settings.oneInformer(),
        settings.gateMode(),
        informers ->
            new MigrationObserver(
                client,
                clock,
                informers,
                vanished,
                new MigrationObserver.Gate(gate, gate::probeNow),
                clusterUid));
  }

  private boolean healthy(Operator operator) {
    return !started.get() || operator.getRuntimeInfo().allEventSourcesAreHealthy();
  }

  /**
   * Two leaders must not both write: a process that is no longer the leader exits at once, and its
   * container starts again as a candidate.
   */
  private void lostLead() {
    if (stopping.get()) {
      return;
    }
    LOG.error("this operator is no longer the leader; exiting, to restart as a candidate");
    Runtime.getRuntime().halt(LOST_LEAD);
  }

  /**
   * First every reconciliation ends, then the lease is released: the next leader finds nobody
   * writing.
   */
  private void stop(Operator operator) {
    LOG.info("shutting down");
    stopping.set(true);
    started.set(false);
    try (client) {
      operator.stop();
      if (settings.leaderElection()) {
        Leases.release(client, settings.namespace(), LEASE, settings.identity());
      }
    } finally {
      ended.countDown();
    }
  }
}
