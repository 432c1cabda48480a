package io.schemamigration.runner.db.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.runner.db.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TablesTest {
  private static final Path ROOT = Path.of("src/main/java/io/schemamigration/runner");
  private static final Path OWNER = ROOT.resolve(Path.of("db", "ledger"));

  /** Other tools' histories have columns of the same names. */
  private static final Set<Path> OTHERS = Set.of(ROOT.resolve("adopt"), ROOT.resolve("tool"));

  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/");

  /** Databases of earlier builds have these very tables: they are never altered. */
  @Test
  void theTablesAreThoseOfEarlierBuilds() {
    assertThat(Tables.in(Sql.postgresql("app")).create())
        .containsExactly(
            "CREATE TABLE IF NOT EXISTS \"app\".schema_migration_history (id bigint "
                + "GENERATED ALWAYS AS IDENTITY PRIMARY KEY, version text NOT NULL, description "
                + "text NOT NULL, phase text, checksum text, status text NOT NULL CHECK (status "
                + "IN ('running', 'completed', 'failed', 'rolled_back', 'baselined')), "
                + "applied_at timestamptz NOT NULL DEFAULT clock_timestamp(), execution_time_ms "
                + "bigint, applied_by text, hostname text, statement integer NOT NULL DEFAULT 0, "
                + "error_message text, rollback_at timestamptz, metadata jsonb)",
            "CREATE UNIQUE INDEX IF NOT EXISTS schema_migration_history_applied_once ON "
                + "\"app\".schema_migration_history (version) WHERE status IN ('running', "
                + "'completed', 'baselined')",
            "CREATE TABLE IF NOT EXISTS \"app\".schema_migration_window (id integer "
                + "PRIMARY KEY CHECK (id = 1), minimum text NOT NULL, maximum text NOT NULL, "
                + "claim text, claim_expires_at timestamptz, claim_firm boolean NOT NULL DEFAULT "
                + "false, step_number bigint NOT NULL, step_id text NOT NULL, digest text, owner "
                + "text, pending text NOT NULL DEFAULT '', updated_at timestamptz NOT NULL "
                + "DEFAULT clock_timestamp())");
    assertThat(Tables.in(Sql.sqlite()).create())
        .containsExactly(
            "CREATE TABLE IF NOT EXISTS schema_migration_history (id INTEGER PRIMARY KEY "
                + "AUTOINCREMENT, version TEXT NOT NULL, description TEXT NOT NULL, phase TEXT, "
                + "checksum TEXT, status TEXT NOT NULL CHECK (status IN ('running', 'completed', "
                + "'failed', 'rolled_back', 'baselined')), applied_at TEXT NOT NULL DEFAULT "
                + "(strftime('%Y-%m-%dT%H:%M:%fZ', 'now')), execution_time_ms INTEGER, "
                + "applied_by TEXT, hostname TEXT, statement INTEGER NOT NULL DEFAULT 0, "
                + "error_message TEXT, rollback_at TEXT, metadata TEXT)",
            "CREATE UNIQUE INDEX IF NOT EXISTS schema_migration_history_applied_once ON "
                + "schema_migration_history (version) WHERE status IN ('running', 'completed', "
                + "'baselined')",
            "CREATE TABLE IF NOT EXISTS schema_migration_window (id INTEGER PRIMARY KEY "
                + "CHECK (id = 1), minimum TEXT NOT NULL, maximum TEXT NOT NULL, claim TEXT, "
                + "claim_expires_at TEXT, claim_firm INTEGER NOT NULL DEFAULT 0, step_number "
                + "INTEGER NOT NULL, step_id TEXT NOT NULL, digest TEXT, owner TEXT, pending "
                + "TEXT NOT NULL DEFAULT '', updated_at TEXT NOT NULL DEFAULT "
                + "(strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))");
  }

  @Test
  void namesOfASchemaAreQuoted() {
    assertThat(new HistoryTable(Sql.postgresql("a\"b")).name())
        .isEqualTo("\"a\"\"b\".schema_migration_history");
  }

  @Test
  void aStatementsValuesAreParametersOrLiterals() {
    var sql =
        TableSql.of("a = ")
            .value("it's?")
            .sql(", b = ")
            .value(7)
            .sql(", c = ")
            .value(TableSql.of("now()"))
            .sql(", d = ")
            .value(null)
            .sql(" END");
    assertThat(sql.text(Sql::escaped)).isEqualTo("a = E'it''s?', b = 7, c = now(), d = NULL END");
  }

  @Test
  void theirNamesAreSpelledOnce() throws IOException {
    var names = Set.of(HistoryTable.NAME, WindowTable.NAME);
    var files = new ArrayList<>(code());
    files.removeIf(file -> names.stream().noneMatch(name -> spells(file, name)));
    assertThat(files).containsExactly(ROOT.resolve(Path.of("db", "OwnTables.java")));
  }

  /**
   * Whoever else needs something of the tables asks {@link HistoryTable} or {@link WindowTable}.
   */
  @Test
  void nobodyElseSpellsTheirColumnsAndStatuses() throws IOException {
    var words = new ArrayList<String>();
    Stream.concat(Arrays.stream(HistoryColumn.values()), Arrays.stream(WindowColumn.values()))
        .map(Object::toString)
        .filter(name -> name.contains("_"))
        .forEach(words::add);
    for (var status : HistoryStatus.values()) {
      words.add("'" + status.text() + "'");
    }
    var files = new ArrayList<>(code());
    files.removeIf(file -> OWNER.equals(file.getParent()) || OTHERS.contains(file.getParent()));
    assertThat(files).hasSizeGreaterThan(100);
    for (var file : files) {
      assertThat(words).as(file.toString()).noneMatch(word -> spells(file, word));
    }
  }

  private static List<Path> code() throws IOException {
    try (var files = Files.walk(ROOT)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static boolean spells(Path file, String word) {
    try {
      return Pattern.compile("(?<!\\w)" + Pattern.quote(word) + "(?!\\w)")
          .matcher(COMMENT.matcher(Files.readString(file)).replaceAll(""))
          .find();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
