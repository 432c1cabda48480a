package io.schemamigration.operator.execute;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.schemamigration.api.v1alpha1.SchemaMigration;
import io.schemamigration.core.report.Printable;
import io.schemamigration.operator.observation.Texts;
import io.schemamigration.operator.telemetry.LogKeys;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records what happened for {@code kubectl describe}, in the words of the condition. */
final class EventRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
  private static final int MESSAGE_LIMIT = 1024;

  private final KubernetesClient client;
  private final Clock clock;

  EventRecorder(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** An event is a courtesy: that it can't be written is logged and stops nothing. */
  void record(SchemaMigration resource, boolean warning, String reason, String message) {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    var meta = resource.getMetadata();
    var event =
        new EventBuilder()
            .withNewMetadata()
            .withGenerateName(meta.getName() + "-")
            .withNamespace(meta.getNamespace())
            .endMetadata()
            .withNewInvolvedObject()
            .withApiVersion(resource.getApiVersion())
            .withKind(resource.getKind())
            .withName(meta.getName())
            .withNamespace(meta.getNamespace())
            .withUid(meta.getUid())
            .endInvolvedObject()
            .withType(warning ? "Warning" : "Normal")
            .withReason(reason)
            .withMessage(Texts.cut(Printable.line(message), MESSAGE_LIMIT))
            .withFirstTimestamp(now)
            .withLastTimestamp(now)
            .withCount(1)
            .withNewSource()
            .withComponent("schema-migration-operator")
            .endSource()
            .build();
    try {
      client.resource(event).create();
    } catch (KubernetesClientException e) {
      LOG.atWarn()
          .addKeyValue(LogKeys.NAMESPACE, meta.getNamespace())
          .addKeyValue(LogKeys.NAME, meta.getName())
          .log("could not write event {}: {}", reason, e.getMessage());
    }
  }
}
