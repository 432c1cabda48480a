package io.schemamigration.core.report;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The JSON form of a {@link Report}, whole or cut to fit a termination message. */
final class ReportJson {
  private static final int WHOLE = Integer.MAX_VALUE;

  private static final int LONGEST_CUT_TEXT = 2048;

  /** Texts are halved until the report fits; shorter than this they no longer mean anything. */
  private static final int SHORTEST_TEXT = 16;

  private final Report report;
  private final int pendingKept;
  private final int appliedKept;
  private final int textKept;

  private ReportJson(Report report, int pendingKept, int appliedKept, int textKept) {
    this.report = report;
    this.pendingKept = pendingKept;
    this.appliedKept = appliedKept;
    this.textKept = textKept;
  }

  static String whole(Report report) {
    return new ReportJson(report, WHOLE, WHOLE, WHOLE).write();
  }

  static String within(Report report, int maxBytes) {
    var whole = whole(report);
    if (bytes(whole) <= maxBytes) {
      return whole;
    }
    int text = WHOLE;
    var shortest = whole;
    while (true) {
      shortest = new ReportJson(report, 0, 0, text).write();
      if (bytes(shortest) <= maxBytes || text == SHORTEST_TEXT) {
        break;
      }
      text = text == WHOLE ? LONGEST_CUT_TEXT : text / 2;
    }
    if (bytes(shortest) > maxBytes) {
      return shortest;
    }
    int applied = mostApplied(report, text, maxBytes);
    int pending = mostPending(report, applied, text, maxBytes);
    return new ReportJson(report, pending, applied, text).write();
  }

  private static int mostApplied(Report report, int text, int maxBytes) {
    int low = 0;
    int high = report.applied().size();
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (bytes(new ReportJson(report, 0, middle, text).write()) <= maxBytes) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private static int mostPending(Report report, int applied, int text, int maxBytes) {
    int low = 0;
    int high = report.pending().size();
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (bytes(new ReportJson(report, middle, applied, text).write()) <= maxBytes) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private static int bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8).length;
  }

  private String write() {
    var json = new JsonWriter();
    json.beginObject().member("report", Report.SHAPE);
    json.member("step", report.step().text()).member("outcome", report.outcome().text());
    var reason = report.reason();
    json.member("reason", reason == null ? null : reason.text());
    json.member("number", report.number()).member("digest", report.digest());
    writeWindow(json);
    writeApplied(json);
    writePending(json);
    var blocked = report.blocked();
    if (blocked != null) {
      json.name("blocked").beginObject();
      json.member("version", blocked.version().toString()).member("by", blocked.by().toString());
      json.endObject();
    }
    writeFailure(json);
    writeWarnings(json);
    json.name("lock").beginObject();
    json.member("waits", report.lock().waits()).member("waitedMs", report.lock().waitedMillis());
    json.endObject().name("timing").beginObject();
    json.member("connectMs", report.timing().connectMillis());
    json.member("migrationsMs", report.timing().migrationsMillis());
    json.member("totalMs", report.timing().totalMillis());
    return json.endObject().endObject().toString();
  }

  private void writeWindow(JsonWriter json) {
    var window = report.window();
    if (window == null) {
      return;
    }
    var claim = window.claim();
    json.name("window").beginObject();
    json.member("minimum", window.minimum().toString());
    json.member("maximum", window.maximum().toString());
    json.member("claim", claim == null ? null : claim.toString()).endObject();
  }

  private void writeApplied(JsonWriter json) {
    int kept = Math.min(appliedKept, report.applied().size());
    json.name("applied").beginArray();
    for (int i = 0; i < kept; i++) {
      json.value(report.applied().get(i).toString());
    }
    json.endArray();
    if (kept < report.applied().size()) {
      json.member("appliedCut", report.applied().size() - kept);
    }
  }

  private void writePending(JsonWriter json) {
    int kept = Math.min(pendingKept, report.pending().size());
    json.name("pending").beginArray();
    for (int i = 0; i < kept; i++) {
      var pending = report.pending().get(i);
      var phase = pending.phase();
      json.beginObject().member("version", pending.version().toString());
      json.member("description", cut(pending.description()));
      json.member("phase", phase == null ? null : phase.text());
      json.member("breaks", cut(pending.breaks())).endObject();
    }
    json.endArray();
    if (kept < report.pending().size()) {
      json.member("pendingCut", report.pending().size() - kept);
    }
  }

  private void writeFailure(JsonWriter json) {
    var failure = report.failure();
    if (failure == null) {
      return;
    }
    var version = failure.version();
    json.name("failure").beginObject();
    json.member("version", version == null ? null : version.toString());
    json.member("file", cut(failure.file())).member("line", failure.line());
    json.member("statement", failure.statement()).member("sqlState", cut(failure.sqlState()));
    json.member("message", cut(failure.message())).member("hint", cut(failure.hint()));
    json.endObject();
  }

  private void writeWarnings(JsonWriter json) {
    if (report.warnings().isEmpty() || pendingKept != WHOLE) {
      return;
    }
    json.name("warnings").beginArray();
    report.warnings().forEach(json::value);
    json.endArray();
  }

  private @Nullable String cut(@Nullable String text) {
    if (text == null || text.length() <= textKept) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(textKept - 1)) ? textKept - 1 : textKept;
    return text.substring(0, end) + "…";
  }
}
