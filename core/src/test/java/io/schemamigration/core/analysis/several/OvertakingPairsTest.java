package io.schemamigration.core.analysis.several;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.analysis.JudgedMigration;
import io.schemamigration.core.analysis.postgresql.PostgresJudge;
import io.schemamigration.core.analysis.sqlite.SqliteJudge;
import io.schemamigration.core.analysis.sqlite.SqliteSchema;
import io.schemamigration.core.grammar.PostgresGrammar;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.source.read.Inventory;
import io.schemamigration.core.sql.Dialect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OvertakingPairsTest {
  private static final PostgresGrammar GRAMMAR = PostgresGrammar.load();
  private static final String TABLES =
      "CREATE TABLE users (id integer, name text, email text);"
          + " CREATE TABLE orders (id integer, name text);";

  private static @Nullable String obstacle(Dialect dialect, String contract, String later) {
    var migrations = read(dialect, contract, later);
    var judge =
        switch (dialect) {
          case POSTGRESQL -> new PostgresJudge(GRAMMAR, PostgresJudge.ANY_RELEASE);
          case SQLITE -> new SqliteJudge(SqliteSchema.EMPTY.after(migrations.getFirst().up()));
        };
    return Overtaking.obstacle(
        JudgedMigration.of(migrations.get(2), judge),
        JudgedMigration.of(migrations.get(1), judge),
        dialect);
  }

  private static List<Migration> read(Dialect dialect, String contract, String later) {
    try {
      return Inventory.of(
              List.of(
                  file("001_tables.sql", TABLES),
                  file("002_contract.sql", "-- phase: contract\n" + contract),
                  file("003_later.sql", later)))
          .read(dialect)
          .migrations();
    } catch (SourceException e) {
      throw new AssertionError(e);
    }
  }

  private static SourceFile file(String name, String sql) {
    return new SourceFile(name, sql.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DROP TABLE users                        | ALTER TABLE orders ADD COLUMN note text",
        "DROP TABLE users                        | CREATE TABLE others (id integer)",
        "ALTER TABLE users DROP COLUMN name      | CREATE INDEX by_email ON orders (id)",
        "ALTER TABLE users DROP COLUMN name      | INSERT INTO orders (id) VALUES (1)",
        "ALTER TABLE users DROP COLUMN name      | ALTER TABLE users ADD COLUMN full_name text",
        "DROP INDEX users_by_name                | ALTER TABLE users ADD COLUMN full_name text",
        "CREATE UNIQUE INDEX one ON users (name) | ALTER TABLE users ADD COLUMN full_name text",
        "DELETE FROM users                       | ALTER TABLE orders ADD COLUMN note text",
        "DELETE FROM users                       | CREATE INDEX by_name ON orders (name)",
        "DELETE FROM users                       | CREATE TABLE others (id integer)",
        "CREATE TABLE x (a integer); DROP TABLE users | ALTER TABLE orders ADD COLUMN note text",
      })
  void whatTouchesOtherThingsMayGoFirst(String contract, String later) {
    assertThat(obstacle(Dialect.POSTGRESQL, contract, later)).isNull();
    assertThat(obstacle(Dialect.SQLITE, contract, later)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DROP TABLE users                   | CREATE TABLE IF NOT EXISTS users (id integer)",
        "DROP TABLE users                   | ALTER TABLE users ADD COLUMN note text",
        "ALTER TABLE users DROP COLUMN name | ALTER TABLE users ADD COLUMN name text",
        "ALTER TABLE users DROP COLUMN name | CREATE INDEX by_email ON users (email)",
        "ALTER TABLE users DROP COLUMN name | UPDATE users SET email = name WHERE id > 1",
        "ALTER TABLE users DROP COLUMN name | INSERT INTO orders (name) SELECT name FROM users",
        "ALTER TABLE users DROP COLUMN name | CREATE VIEW v AS SELECT name FROM users",
        "CREATE UNIQUE INDEX one ON users (email) | INSERT INTO users (id, email) VALUES (1, 'x')",
        "DROP INDEX one                     | INSERT INTO orders (id) VALUES (1)",
        "DROP INDEX one                     | CREATE INDEX one ON orders (id)",
        "DELETE FROM users                  | CREATE TABLE copied AS SELECT * FROM orders",
        "DELETE FROM users                  | INSERT INTO orders (id) VALUES (1)",
        "DELETE FROM users                  | UPDATE orders SET name = 'x' WHERE id = 1",
        "DROP TABLE Users                   | CREATE INDEX x ON \"users\" (id)",
      })
  void whatTouchesTheSameWaits(String contract, String later) {
    assertThat(obstacle(Dialect.POSTGRESQL, contract, later)).isNotNull();
    assertThat(obstacle(Dialect.SQLITE, contract, later)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DROP TABLE users CASCADE              | ALTER TABLE orders ADD COLUMN note text",
        "ALTER TABLE users DROP COLUMN name CASCADE | ALTER TABLE orders ADD COLUMN note text",
        "DROP SCHEMA old                       | ALTER TABLE orders ADD COLUMN note text",
        "DROP FUNCTION f(integer)              | ALTER TABLE orders ADD COLUMN note text",
        "ALTER TABLE shop.users DROP COLUMN name | CREATE VIEW v AS SELECT name FROM users",
        "DROP TYPE mood                        | ALTER TABLE orders ADD COLUMN m mood",
        "DROP SEQUENCE s                       | CREATE TABLE t (id integer DEFAULT nextval('s'))",
        "SELECT setval('s', 5)                 | INSERT INTO orders (id) VALUES (1)",
        "ALTER TABLE users DROP COLUMN name"
            + "| ALTER TABLE users ADD COLUMN g text GENERATED ALWAYS AS (name) STORED",
        "ALTER TABLE users ADD CONSTRAINT c CHECK (id > 0)"
            + "| ALTER TABLE users VALIDATE CONSTRAINT c",
        "ALTER TABLE users ADD CONSTRAINT k CHECK (id > 0)"
            + "| DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'k') THEN"
            + " CREATE TABLE t (a integer); END IF; END $$",
        "DROP TYPE mood"
            + "| DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_catalog.pg_type"
            + " WHERE typname = 'mood') THEN CREATE TABLE t (a integer); END IF; END $$",
        "ALTER TABLE users RENAME COLUMN name TO k"
            + "| DO $$ BEGIN IF NOT EXISTS (SELECT FROM information_schema.columns"
            + " WHERE column_name = 'k') THEN CREATE TABLE t (a integer); END IF; END $$",
        "ALTER TABLE users DROP COLUMN name"
            + "| INSERT INTO orders (name) SELECT attname FROM pg_attribute",
        "ALTER TABLE users DROP COLUMN name"
            + "| ALTER TABLE users ADD COLUMN x text; COMMENT ON COLUMN users.email IS 'x'",
      })
  void whatOnlyPostgresqlHasWaitsToo(String contract, String later) {
    assertThat(obstacle(Dialect.POSTGRESQL, contract, later)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER TABLE users DROP COLUMN name"
            + "| DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_type WHERE typname = 'mood') THEN"
            + " CREATE TYPE mood AS ENUM ('good'); END IF; END $$",
        "ALTER TABLE users DROP COLUMN name"
            + "| INSERT INTO orders (id, name) VALUES (1, pg_catalog.upper('x'))",
        "ALTER TABLE users ADD CONSTRAINT c CHECK (id > 0)"
            + "| ALTER TABLE users ADD COLUMN full_name text",
        "ALTER TABLE users ALTER email SET NOT NULL | ALTER TABLE users ADD COLUMN full_name text",
        "ALTER TABLE users ALTER email SET NOT NULL, DROP COLUMN name"
            + "| ALTER TABLE users ADD COLUMN full_name text; CREATE INDEX o ON orders (id)",
      })
  void newColumnsMayComeBeforeTheirTablesOtherPartsChange(String contract, String later) {
    assertThat(obstacle(Dialect.POSTGRESQL, contract, later)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DO $$ BEGIN END $$",
        "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT id FROM users'",
        "SET search_path TO other",
      })
  void nothingIsKnownOfWhatRunsCode(String sql) {
    var other = "ALTER TABLE orders DROP COLUMN name";
    assertThat(obstacle(Dialect.POSTGRESQL, sql, "CREATE TABLE t (a integer)")).isNotNull();
    assertThat(obstacle(Dialect.POSTGRESQL, other, "-- phase: expand\n" + sql)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE fresh (id integer, email text); INSERT INTO fresh SELECT id, email FROM users;"
            + " DROP TABLE users; ALTER TABLE fresh RENAME TO users",
        "ALTER TABLE users RENAME TO people",
      })
  void aTableThatIsMadeAnewOnSqliteIsTouchedAsAWhole(String contract) {
    assertThat(obstacle(Dialect.SQLITE, contract, "ALTER TABLE users ADD COLUMN full_name text"))
        .isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"POSTGRESQL", "SQLITE"})
  void whatIsOnlyAcceptedAsExpandWaits(Dialect dialect) {
    var accepted =
        "-- phase: expand\n-- accept: drop-column nobody reads it\n"
            + "ALTER TABLE orders DROP COLUMN name";
    assertThat(obstacle(dialect, "ALTER TABLE users DROP COLUMN name", accepted))
        .contains("003_later.sql");
  }
}
