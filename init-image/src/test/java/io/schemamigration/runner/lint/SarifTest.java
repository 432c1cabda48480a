package io.schemamigration.runner.lint;

import static com.networknt.schema.InputFormat.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.schemamigration.core.analysis.Finding;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.analysis.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code lint --output sarif} writes, against the standard's own JSON schema. */
class SarifTest {
  private static final Schema STANDARD = standard();

  /** As the classes of a library have it that were generated from it. */
  private static Schema standard() {
    try (var schema =
        Objects.requireNonNull(
            SarifTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json"))) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
          .getSchema(schema, JSON);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Error> errors(String log) {
    return STANDARD.validate(
        log,
        JSON,
        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
  }

  private static Finding finding(Rule rule, Severity severity, String file) {
    return new Finding(rule, severity, file, 1, 1, "what \"is\"\nwrong \u0001", "what to do");
  }

  private static String log(List<Finding> findings) {
    return Sarif.of(new Lint(findings, List.of(), 0), "1.2.3");
  }

  @Test
  void nothingFoundIsALog() {
    assertThat(errors(log(List.of()))).isEmpty();
  }

  @Test
  void everyRuleInEverySeverityIsALog() {
    var findings = new ArrayList<Finding>();
    for (var rule : Rule.values()) {
      for (var severity : Severity.values()) {
        findings.add(finding(rule, severity, "migrations/001_a.sql"));
      }
    }
    assertThat(errors(log(findings))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/tmp/a b.sql",
        "über/日本 😀.sql",
        "a%20b?c#d.sql",
        "a:b.sql",
        "1:2.sql",
        "a\\b[1].sql",
        "//a/b.sql",
        "quote\".sql",
        "line\nend.sql"
      })
  void anyFileNameIsAReference(String file) {
    var log = log(List.of(finding(Rule.DROP_COLUMN, Severity.WARNING, file)));
    assertThat(errors(log)).isEmpty();
    assertThat(log).doesNotContain("\"uri\":\"a:b"); // which would be a scheme
  }

  @Test
  void whatTheStandardRefusesIsSeenHere() {
    var log = log(List.of(finding(Rule.DROP_COLUMN, Severity.WARNING, "a.sql")));
    assertThat(errors(log.replace("\"level\":\"warning\"", "\"level\":\"fatal\""))).isNotEmpty();
    assertThat(errors(log.replace("\"uri\":\"a.sql\"", "\"uri\":\"a b.sql\""))).isNotEmpty();
    assertThat(errors(log.replace("\"startLine\":1", "\"startLine\":0"))).isNotEmpty();
    assertThat(errors(log.replace("\"ruleIndex\"", "\"rule\""))).isNotEmpty();
    assertThat(errors(log.replace("\"driver\"", "\"drivers\""))).isNotEmpty();
  }
}
