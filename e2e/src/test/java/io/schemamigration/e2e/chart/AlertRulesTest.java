package io.schemamigration.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.schemamigration.e2e.cluster.Command;
import io.schemamigration.e2e.cluster.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertRulesTest {
  @TempDir Path folder = Path.of("");
  private Path rules = Path.of("");

  @BeforeEach
  void renderRules() throws IOException {
    var rule =
        Rendered.operator("--set", "prometheusRule.enabled=true")
            .one("PrometheusRule", "schema-migration-operator");
    rules = folder.resolve("rules.yml");
    Files.writeString(rules, Serialization.asYaml(rule.get("spec")));
    Files.copy(Repository.path("helm/tests/alerts.yml"), folder.resolve("alerts.yml"));
  }

  @Test
  void prometheusAcceptsTheRules() {
    assertThat(Command.tool("promtool", "check", "rules", rules).run()).contains("6 rules found");
  }

  @Test
  void eachAlertFiresAndStaysSilentWhereItMust() {
    assertThat(Command.tool("promtool", "test", "rules", folder.resolve("alerts.yml")).run())
        .contains("SUCCESS");
  }

  @Test
  void eachAlertHasARunbook() throws IOException {
    var urls =
        Files.readAllLines(rules).stream()
            .filter(line -> line.contains("runbook_url:"))
            .map(line -> line.substring(line.indexOf(':') + 1).replace("\"", "").strip())
            .toList();

    assertThat(urls).hasSize(6);
    assertThat(urls).allSatisfy(url -> assertThat(Repository.path(url)).isRegularFile());
  }
}
