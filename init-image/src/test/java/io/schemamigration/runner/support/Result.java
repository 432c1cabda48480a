package io.schemamigration.runner.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What a run of {@code migrate} left behind. */
public record Result(int code, String out, String err) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The last line of standard output, which is the report. */
  public JsonNode json() {
    var lines = out.strip().split("\n", -1);
    try {
      return JSON.readTree(lines[lines.length - 1]);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON: " + this, e);
    }
  }

  public String outcome() {
    return json().path("outcome").asText();
  }

  public String reason() {
    return json().path("reason").asText();
  }

  /** The versions applied, separated by spaces. */
  public String applied() {
    var text = new StringBuilder();
    json().path("applied").forEach(v -> text.append(v.asText()).append(' '));
    return text.toString().strip();
  }

  public String text() {
    return out + err;
  }
}
