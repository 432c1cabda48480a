package io.schemamigration.runner.run;

import io.schemamigration.core.report.JsonWriter;
import io.schemamigration.core.source.Acceptance;
import io.schemamigration.core.source.Migration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the history keeps of a run, as JSON. */
public record HistoryMetadata(Authority request, RunState run) {
  public String text() {
    return text(null, List.of());
  }

  /** The same, with what the migration's author answers for. */
  public String text(Migration migration) {
    return text(null, migration.acceptances());
  }

  /**
   * The same, of a migration that ended halfway.
   *
   * @param done fingerprint of the statements that are done
   */
  public String text(Migration migration, String done) {
    return text(done, migration.acceptances());
  }

  private String text(@Nullable String done, List<Acceptance> acceptances) {
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
    if (!acceptances.isEmpty()) {
      json.name("accepted").beginArray();
      for (var accepted : acceptances) {
        json.beginObject().name("rule").value(accepted.rule());
        json.name("reason").value(accepted.reason()).endObject();
      }
      json.endArray();
    }
    return json.endObject().toString();
  }
}
