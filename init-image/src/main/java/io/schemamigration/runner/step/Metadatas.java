package io.schemamigration.runner.step;

import io.schemamigration.core.report.JsonWriter;

/** What the history keeps of a run, as JSON. */
final class Metadatas {
  private Metadatas() {}

  static String of(StepRequest request, Run run) {
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
    return json.endObject().toString();
  }
}
