package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.analysis.MigrationJudgement;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.analysis.Severity;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlSplitter;
import io.schemamigration.runner.judge.Judges;
import io.schemamigration.runner.support.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pages are true: the judges find what they call bad, and don't mind what they call good. */
class RulePagesTest {
  private static final Path PAGES = Path.of("../docs/rules");
  private static final int LONGEST = 40;

  /** A migration's file is read without its BEGIN and COMMIT; the judge knows them all the same. */
  private static final Set<Rule> BEFORE_READING = Set.of(Rule.CONCURRENTLY_IN_TRANSACTION);

  @TempDir Path temp;

  @Test
  void eachPageIsARules() throws IOException {
    try (var pages = Files.list(PAGES)) {
      assertThat(pages.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(Rule.values()).map(r -> r.id() + ".md").toList());
    }
  }

  @ParameterizedTest
  @EnumSource(Rule.class)
  void eachRuleHasAPageThatCanBePrinted(Rule rule) {
    var page = Scene.migrate(Map.of(), "explain", rule.id()).out();

    assertThat(page).startsWith("# " + rule.id() + "\n").contains("\n## Why\n", "\n## Bad\n");
    assertThat(page.lines().count()).isLessThanOrEqualTo(LONGEST);
  }

  /** What a baseline knows is shown by {@link LintTest}; what is proved needs a database. */
  @ParameterizedTest
  @EnumSource(
      value = Rule.class,
      mode = EnumSource.Mode.MATCH_NONE,
      names = "STALE_BASELINE|PROVED_.*")
  void theBadExampleIsFoundAndTheGoodOneMattersLess(Rule rule) throws IOException {
    var page = Files.readString(PAGES.resolve(rule.id() + ".md"));

    var bad = severity(rule, example(page, "Bad"));
    var good = severity(rule, example(page, "Good"));

    assertThat(bad).as("bad").isNotEqualTo(Severity.OFF);
    assertThat(good).as("good").isLessThan(bad);
  }

  private static String example(String page, String heading) {
    int begin = page.indexOf("\n## " + heading + "\n\n```sql\n");
    assertThat(begin).as(heading).isPositive();
    int text = page.indexOf("```sql\n", begin) + "```sql\n".length();
    return page.substring(text, page.indexOf("```", text));
  }

  /** How much the rule's gravest finding matters, off where there is none. */
  private Severity severity(Rule rule, String example) throws IOException {
    var folder = Files.createTempDirectory(temp, "example");
    var file = "001_example.sql";
    var text = new StringBuilder();
    for (var line : example.lines().toList()) {
      if (line.startsWith("-- 0") && line.endsWith(".sql")) {
        Files.writeString(folder.resolve(file), text);
        file = line.substring(3);
        text.setLength(0);
      } else {
        text.append(line).append('\n');
      }
    }
    Files.writeString(folder.resolve(file), text);
    if (BEFORE_READING.contains(rule)) {
      return gravest(rule, text.toString());
    }
    var dialect = rule.dialect() == Dialect.SQLITE ? "sqlite" : "postgresql";
    var result =
        Scene.migrate(
            Map.of(), "lint", "--dir", folder.toString(), "--dialect", dialect, "--output=json");
    var gravest = Severity.OFF;
    for (var finding : result.json().path("findings")) {
      if (finding.path("rule").asText().equals(rule.id())) {
        var severity = Severity.parse(finding.path("severity").asText()).orElseThrow();
        gravest = severity.compareTo(gravest) > 0 ? severity : gravest;
      }
    }
    return gravest;
  }

  private static Severity gravest(Rule rule, String sql) {
    var statements = SqlSplitter.split(Dialect.POSTGRESQL, sql, 1);
    var judge = new Judges(Dialect.POSTGRESQL, Judges.ANY_RELEASE).judge();
    var findings = MigrationJudgement.of("example.sql", statements, judge).findings();
    return findings.stream().anyMatch(f -> f.rule() == rule) ? rule.severity() : Severity.OFF;
  }
}
