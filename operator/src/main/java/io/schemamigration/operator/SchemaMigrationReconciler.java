package io.schemamigration.operator;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.operator.decide.Decision;
import io.schemamigration.operator.decide.PhaseMachine;
import io.schemamigration.operator.execute.DecisionExecutor;
import io.schemamigration.operator.observation.GateMode;
import io.schemamigration.operator.observation.Look;
import io.schemamigration.operator.observe.Informers;
import io.schemamigration.operator.observe.MigrationObserver;
import io.schemamigration.operator.observe.VanishedPods;
import io.schemamigration.operator.telemetry.LogKeys;
import java.net.HttpURLConnection;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Observes, decides, executes. */
final class SchemaMigrationReconciler implements Reconciler<SchemaMigration> {
  private static final Logger LOG = LoggerFactory.getLogger(SchemaMigrationReconciler.class);
  private static final Duration AFTER_START = Duration.ofSeconds(3);
  private static final Duration AFTER_CONFLICT = Duration.ofMillis(100);
  private static final Duration AFTER_GOING = Duration.ofSeconds(5);
  private static final int ID_BYTES = 16;

  private final DecisionExecutor executor;
  private final VanishedPods vanished;
  private final Clock clock;
  private final boolean oneInformer;
  private final GateMode gateMode;
  private final Function<Informers, MigrationObserver> observers;
  private final SecureRandom random = new SecureRandom();
  private final CompletableFuture<MigrationObserver> observer = new CompletableFuture<>();

  SchemaMigrationReconciler(
      DecisionExecutor executor,
      VanishedPods vanished,
      Clock clock,
      boolean oneInformer,
      GateMode gateMode,
      Function<Informers, MigrationObserver> observers) {
    this.executor = executor;
    this.vanished = vanished;
    this.clock = clock;
    this.oneInformer = oneInformer;
    this.gateMode = gateMode;
    this.observers = observers;
  }

  @Override
  public List<EventSource<?, SchemaMigration>> prepareEventSources(
      EventSourceContext<SchemaMigration> context) {
    var informers = new Informers(context, vanished, oneInformer, gateMode);
    observer.complete(observers.apply(informers));
    return informers.sources();
  }

  /** Whether a change of a SchemaMigration is worth a look. Its new state is in the cache. */
  boolean matters(SchemaMigration now, SchemaMigration before) {
    executor.cached(now);
    return ResourceChanges.matter(now, before);
  }

  @Override
  public UpdateControl<SchemaMigration> reconcile(
      SchemaMigration cached, Context<SchemaMigration> context) {
    var resource = executor.newest(cached);
    if (context.isPrimaryResourceDeleted()
        || resource.getMetadata().getDeletionTimestamp() != null) {
      executor.forget(resource);
      observer.resultNow().forget(resource);
      return UpdateControl.noUpdate();
    }
    Decision decision;
    try {
      decision = decide(resource);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return UpdateControl.<SchemaMigration>noUpdate().rescheduleAfter(AFTER_CONFLICT);
      }
      if (GoneNamespace.says(e)) {
        return UpdateControl.<SchemaMigration>noUpdate().rescheduleAfter(AFTER_GOING);
      }
      throw e;
    }
    return switch (decision) {
      case Decision.Rest rest ->
          rest.recheck() == null
              ? UpdateControl.noUpdate()
              : UpdateControl.<SchemaMigration>noUpdate().rescheduleAfter(rest.recheck());
      case Decision.Begin _, Decision.Launch _, Decision.LookAgain _ ->
          UpdateControl.<SchemaMigration>noUpdate().rescheduleAfter(AFTER_START);
    };
  }

  /** Each look is more exact than the one before it, so that there are few. */
  private Decision decide(SchemaMigration resource) {
    var observes = observer.resultNow(); // the event sources are prepared before anything else
    var seen = observes.observe(resource, Look.CACHED);
    var decision = PhaseMachine.decide(seen, clock.instant(), freshId());
    while (decision instanceof Decision.LookAgain again) {
      seen = observes.observe(resource, again.look());
      decision = PhaseMachine.decide(seen, clock.instant(), freshId());
    }
    LOG.atDebug()
        .addKeyValue(LogKeys.NAMESPACE, resource.getMetadata().getNamespace())
        .addKeyValue(LogKeys.NAME, resource.getMetadata().getName())
        .addKeyValue(LogKeys.DECISION, decision.getClass().getSimpleName())
        .addKeyValue(LogKeys.REASON, decision.verdict().reason().text())
        .log(decision.verdict().message());
    executor.execute(resource, seen, decision);
    return decision;
  }

  private String freshId() {
    var bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
