package io.schemamigration.runner.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.analysis.Severity;
import io.schemamigration.core.sql.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsFileTest {
  @TempDir Path temp;

  private LintSettings read(String text) throws IOException {
    return SettingsFile.read(Files.writeString(temp.resolve(".migrate.toml"), text));
  }

  @Test
  void allOfItIsRead() throws IOException {
    var settings =
        read(
            """
            dialect = "sqlite"
            release = 16
            baseline = "known"
            [rules]
            drop-table = "off"
            [[paths]]
            glob = "legacy/**"
            rules.drop-column = "notice"
            [[paths]]
            glob = "legacy/new/*.sql"
            [paths.rules]
            drop-column = "error"
            """);

    assertThat(settings.dialect()).isEqualTo(Dialect.SQLITE);
    assertThat(settings.release()).isEqualTo(16);
    assertThat(settings.baseline()).isEqualTo(temp.resolve("known"));
    assertThat(severity(settings, Rule.DROP_TABLE, "a.sql")).isEqualTo(Severity.OFF);
    assertThat(severity(settings, Rule.DROP_COLUMN, "a.sql")).isEqualTo(Severity.WARNING);
    assertThat(severity(settings, Rule.DROP_COLUMN, "legacy/a.sql")).isEqualTo(Severity.NOTICE);
    assertThat(severity(settings, Rule.DROP_COLUMN, "legacy/new/a.sql")).isEqualTo(Severity.ERROR);
  }

  private Severity severity(LintSettings settings, Rule rule, String file) {
    return settings.severity(rule, temp.resolve(file), Severity.WARNING);
  }

  @Test
  void theyAreFoundAboveTheFolder() throws IOException {
    read("release = 14\n");
    var deep = Files.createDirectories(temp.resolve("a/b"));

    assertThat(SettingsFile.above(deep).release()).isEqualTo(14);
    assertThat(SettingsFile.above(deep).folder()).isEqualTo(temp);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rules = 3 | 1: rules is a table",
        "[rule]\\ndrop-index = 'off' | 1: there is no setting rule; did you mean rules?",
        "[rules]\\n\\ndrop-tabel = 'off' | 3: there is no rule drop-tabel; did you mean drop-table?",
        "[rules]\\ndrop-table = 'no' | 2: drop-table is off, notice, warning or error",
        "[rules]\\ndrop-table = false | 2: drop-table is off, notice, warning or error",
        "dialect = 'mysql' | 1: dialect is postgresql or sqlite, not mysql",
        "dialect = 3 | 1: dialect is a text",
        "\\nrelease = 9 | 2: release is PostgreSQL's, 12 to 18, not 9",
        "release = '16' | 1: release is PostgreSQL's",
        "paths = 'a' | 1: begin each with [[paths]]",
        "[[paths]]\\nrules.drop-table = 'off' | 1: which files?",
        "[[paths]]\\nglob = 'a'\\n[[paths]]\\nglob = '{' | 4: the glob '{' isn't one",
        "[[paths]]\\nglob = 'a'\\nrule = 1 | 3: there is no setting rule; did you mean rules?",
        "[[paths]]\\nglob = 'a'\\n[[paths]]\\nglob = 'b'\\nrules.x = 'off' | 5: there is no rule x",
        "dialect = 'sqlite | 1: this is no TOML",
        "dialect 1 | 1: this is no TOML",
        "release = 16\\nrelease = 17 | this is no TOML"
      })
  void whatIsNotUnderstoodIsRefusedWithItsLine(String text, String message) {
    assertThatThrownBy(() -> read(text.strip().replace("\\n", "\n") + "\n"))
        .isInstanceOf(LintException.class)
        .hasMessageContaining(temp.resolve(".migrate.toml") + ":")
        .hasMessageContaining(message);
  }
}
