package io.schemamigration.runner.step;

import io.schemamigration.core.report.JsonWriter;
import org.jspecify.annotations.Nullable;

/** What the history keeps of a run, as JSON. */
record Metadatas(StepRequest request, Run run) {
  String text() {
    return text(null);
  }

  /**
   * The same, of a migration that ended half-way.
   *
   * @param done fingerprint of the statements that are done, or null
   */
  String text(@Nullable String done) {
    var json = new JsonWriter();
    json.beginObject();
    if (run.token != null) {
      json.name("step").value(run.token.number()).name("id").value(run.token.id());
    }
    if (request.owner() != null) {
      json.name("owner").value(request.owner());
    }
    if (request.override() != null) {
      json.name("overrideOwner").value(request.override());
    }
    if (request.approve() != null) {
      json.name("approved").value(request.approve());
    }
    if (done != null) {
      json.name("done").value(done);
    }
    return json.endObject().toString();
  }
}
