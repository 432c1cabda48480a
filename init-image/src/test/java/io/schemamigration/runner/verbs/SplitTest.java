package io.schemamigration.runner.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.analysis.Judge;
import io.schemamigration.core.analysis.JudgedMigration;
import io.schemamigration.core.analysis.postgresql.PostgresJudge;
import io.schemamigration.core.analysis.sqlite.SqliteJudge;
import io.schemamigration.core.analysis.sqlite.SqliteSchema;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.read.Inventory;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.window.Phase;
import io.schemamigration.runner.judge.Judges;
import io.schemamigration.runner.source.Folder;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code migrate split} writes, run on real databases beside older code. */
class SplitTest {
  private static final String USERS =
      "-- phase: expand\nCREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, age INTEGER, mail TEXT NOT NULL DEFAULT '');\n";

  @TempDir Path temp;
  private Scene scene;

  @AfterEach
  void close() {
    scene.close();
  }

  private void users(Engine engine) {
    scene = new Scene(engine, temp).file("001_users.sql", USERS);
    assertThat(scene.up().code()).isZero();
    scene.sql("INSERT INTO users (id, name, age) VALUES (1, 'ann', 30), (2, 'bob', NULL)");
  }

  private Result split(String sql) {
    scene.file("002_change.sql", sql);
    return scene.verb("split", "002_change.sql");
  }

  /** As the runner's own judges see the files; a rule that is accepted counts as accepted. */
  private List<Phase> phases() throws SourceException {
    boolean sqlite = scene.engine == Engine.SQLITE;
    var dialect = sqlite ? Dialect.SQLITE : Dialect.POSTGRESQL;
    var phases = new ArrayList<Phase>();
    var schema = SqliteSchema.EMPTY;
    for (var migration : Inventory.of(Folder.read(scene.folder)).read(dialect).migrations()) {
      Judge judge = sqlite ? new SqliteJudge(schema) : new PostgresJudge(Judges.postgres(), 18);
      phases.add(JudgedMigration.of(migration, judge).migration().phase());
      schema = schema.after(migration.up());
    }
    return phases;
  }

  private void goTo(int version) {
    var result = scene.up("--to", "" + version);
    assertThat(result.code()).as(result.text()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aRenamedColumnIsThereUnderBothNamesUntilNoOldCodeIsLeft(Engine engine) throws Exception {
    users(engine);
    var result = split("ALTER TABLE users RENAME COLUMN name TO full_name;\n");
    assertThat(result.code()).as(result.text()).isZero();
    assertThat(phases()).containsExactly(Phase.EXPAND, Phase.EXPAND, Phase.EXPAND, Phase.CONTRACT);

    goTo(2);
    scene.sql(
        "INSERT INTO users (id, name) VALUES (3, 'old')",
        "INSERT INTO users (id, full_name) VALUES (4, 'new')",
        "UPDATE users SET name = 'ANN' WHERE id = 1");
    goTo(3);
    scene.sql("UPDATE users SET full_name = 'BOB' WHERE id = 2", "UPDATE users SET age = 1");
    assertThat(scene.ask("SELECT name, full_name FROM users ORDER BY id"))
        .isEqualTo("ANN ANN,BOB BOB,old old,new new");
    goTo(4);
    scene.sql("INSERT INTO users (id, full_name) VALUES (5, 'last')");
    assertThat(scene.ask("SELECT full_name FROM users ORDER BY id"))
        .isEqualTo("ANN,BOB,old,new,last");
  }

  @Test
  void anotherTypeIsAnotherColumn() throws Exception {
    users(Engine.POSTGRESQL);
    assertThat(split("ALTER TABLE users ALTER COLUMN age TYPE text USING age::text;\n").code())
        .isZero();
    assertThat(phases()).containsExactly(Phase.EXPAND, Phase.EXPAND, Phase.EXPAND, Phase.CONTRACT);
    goTo(2);
    scene.sql(
        "INSERT INTO users (id, age) VALUES (3, 7)",
        "INSERT INTO users (id, age_new) VALUES (4, '8')");
    goTo(3);
    assertThat(scene.ask("SELECT age, age_new FROM users WHERE id <> 2 ORDER BY id"))
        .isEqualTo("30 30,7 7,8 8");
    goTo(4);
    assertThat(scene.ask("SELECT age_new FROM users WHERE id = 4")).isEqualTo("8");
  }

  @Test
  void aRenamedTableIsAViewUntilNoOldCodeIsLeft() throws Exception {
    users(Engine.POSTGRESQL);
    assertThat(split("ALTER TABLE users RENAME TO people;\n").code()).isZero();
    assertThat(phases()).containsExactly(Phase.EXPAND, Phase.EXPAND, Phase.CONTRACT);
    goTo(2);
    scene.sql(
        "INSERT INTO people (id, name) VALUES (3, 'new')",
        "INSERT INTO users (id, name) VALUES (4, 'old')");
    goTo(3);
    assertThat(scene.ask("SELECT name FROM people ORDER BY id")).isEqualTo("ann,bob,new,old");
  }

  @Test
  void notNullIsCheckedBeforeItIsSet() throws Exception {
    users(Engine.POSTGRESQL);
    assertThat(split("ALTER TABLE users ALTER name SET NOT NULL;\n").code()).isZero();
    assertThat(phases())
        .containsExactly(Phase.EXPAND, Phase.CONTRACT, Phase.EXPAND, Phase.CONTRACT);
    goTo(4);
    assertThat(
            scene.ask(
                "SELECT count(*) FROM information_schema.columns WHERE column_name = 'name' AND is_nullable = 'NO'"))
        .isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER TABLE users ADD CONSTRAINT grown CHECK (age > 0) | contract expand",
        "ALTER TABLE users ADD FOREIGN KEY (age) REFERENCES users (id) | contract expand",
        "ALTER TABLE users ADD CONSTRAINT one UNIQUE (age) | contract contract",
        "ALTER TABLE users DROP COLUMN mail | expand contract"
      })
  void constraintsComeWithoutALongLock(String sql, String phases) throws Exception {
    users(Engine.POSTGRESQL);
    scene.sql("UPDATE users SET age = id");
    var result = split(sql + ";\n");
    assertThat(result.code()).as(result.text()).isZero();
    assertThat(phases().stream().skip(1).map(Phase::text).toList())
        .containsExactly(phases.split(" "));
    goTo(3);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void whatNobodyCanKnowFailsLoudly(Engine engine) throws Exception {
    users(engine);
    assertThat(split("ALTER TABLE users ADD COLUMN c INTEGER NOT NULL;\n").code()).isZero();
    goTo(2);
    var failed = scene.up();
    assertThat(failed.code()).isEqualTo(1);
    var file = scene.folder.resolve("003_users_c_backfill.sql");
    Files.writeString(file, Files.readString(file).replace("<the value of c>", "7"));
    assertThat(phases()).containsExactly(Phase.EXPAND, Phase.EXPAND, Phase.EXPAND, Phase.CONTRACT);
    goTo(4);
    assertThat(scene.ask("SELECT c FROM users")).isEqualTo("7,7");
  }

  @Test
  void aFileWithMoreKeepsIt() throws Exception {
    users(Engine.SQLITE);
    var result = split("SELECT 1;\nALTER TABLE users RENAME name TO full_name;\n");
    assertThat(result.json().get("remove").asText()).isEqualTo("002_change.sql:2");
    assertThat(Files.readString(scene.folder.resolve("002_change.sql"))).contains("RENAME");
    assertThat(scene.folder.resolve("003_users_full_name.sql")).exists();
  }

  @ParameterizedTest
  @CsvSource({
    "V001__users/up.sql, V002__rename/up.sql, V003__users_full_name/up.sql",
    "V1__users.sql, V2__rename.sql, V3__users_full_name_backfill.sql",
    "1_users.up.sql, 2_rename.up.sql, 3_users_full_name.up.sql",
    "1_users.sql, 2_rename.sql, 3_users_full_name_backfill.sql"
  })
  void theFilesAreInTheFoldersLayout(String first, String change, String made) throws Exception {
    scene = new Scene(Engine.SQLITE, temp).file(first, USERS);
    scene.file(change, "ALTER TABLE users RENAME name TO full_name;\n");
    var result = scene.verb("split", change);
    assertThat(result.code()).as(result.text()).isZero();
    assertThat(scene.folder.resolve(made)).exists();
    Files.writeString(
        scene.folder.resolve(change),
        Files.readString(scene.folder.resolve(change)).replace("ALTER TABLE users RENAME", "-- "));
    var files =
        Scene.migrate(
            Map.of(), "validate", "--dialect", "sqlite", "--dir", scene.folder.toString());
    assertThat(files.code()).as(files.text()).isZero();
    assertThat(phases()).endsWith(Phase.EXPAND, Phase.EXPAND, Phase.CONTRACT);
  }

  @Test
  void sectionsKeepTheirMarks() throws Exception {
    scene =
        new Scene(Engine.SQLITE, temp)
            .file("1_users.sql", "-- Up\n" + USERS + "\n-- Down\nDROP TABLE users;\n");
    scene.file(
        "2_rename.sql", "-- Up\nALTER TABLE users RENAME name TO full_name;\n-- Down\nSELECT 1;\n");
    assertThat(scene.verb("split", "2_rename.sql").code()).isZero();
    assertThat(Files.readString(scene.folder.resolve("3_users_full_name.sql")))
        .contains("-- Up\n-- 1 of 3")
        .endsWith("\n-- Down\n");
  }

  @Test
  void nothingIsWrittenWithDryRunOrWhereItIsApplied() throws Exception {
    users(Engine.SQLITE);
    scene.file("002_change.sql", "ALTER TABLE users RENAME name TO full_name;\n");
    assertThat(scene.verb("split", "002_change.sql", "--dry-run").code()).isZero();
    assertThat(Files.readString(scene.folder.resolve("002_change.sql"))).startsWith("ALTER");
    assertThat(scene.verb("split", "001_users.sql").code()).isEqualTo(3);
    scene.file(
        "002_change.sql", "-- phase: offline\nALTER TABLE users RENAME name TO full_name;\n");
    goTo(2);
    var refused = scene.verb("split", "002_change.sql");
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("is applied to this database");
  }

  @Test
  void aStatementThatIsOneStepIsToldSo() {
    users(Engine.SQLITE);
    var refused = split("DROP TABLE users;\n");
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("nothing to split");
  }
}
