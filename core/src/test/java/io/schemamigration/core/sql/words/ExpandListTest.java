package io.schemamigration.core.sql.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpandListTest {
  private static boolean listed(Dialect dialect, String sql) {
    return ExpandList.isExpand(dialect, new Statement(sql, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE t (id int PRIMARY KEY, name text NOT NULL, CHECK (id > 0))",
        "create table if not exists \"t\" (id int)",
        "INSERT INTO t VALUES (1, 'x'), (2, 'UPDATE')",
        "INSERT INTO t (a) SELECT lower(b) FROM u WHERE b IN ('x')",
        "CREATE INDEX i ON t (a, b DESC)",
        "CREATE INDEX IF NOT EXISTS i ON t (a) WHERE a IS NOT NULL",
        "CREATE VIEW v AS SELECT count(*) FROM t",
        "UPDATE t SET n = n + 1, m = m - 2 WHERE n < 5",
        "UPDATE t SET a = lower(b), c = 1 WHERE id BETWEEN 1 AND 9 AND a IS NULL AND t.c IS NULL",
        "ALTER TABLE t ADD COLUMN c int",
        "ALTER TABLE t ADD c text NULL",
        "ALTER TABLE t ADD COLUMN c int NOT NULL DEFAULT 0",
        "ALTER TABLE t ADD COLUMN c int DEFAULT -1 NOT NULL",
        "ALTER TABLE t ADD COLUMN c varchar(20) DEFAULT 'x'"
      })
  void bothDialectsListThis(String sql) {
    assertThat(listed(Dialect.POSTGRESQL, sql)).isTrue();
    assertThat(listed(Dialect.SQLITE, sql)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE INDEX CONCURRENTLY i ON ONLY s.t USING btree (a)",
        "CREATE INDEX ON t (a)",
        "CREATE SEQUENCE s",
        "CREATE SCHEMA IF NOT EXISTS s AUTHORIZATION r",
        "CREATE TYPE e AS ENUM ('a', 'b')",
        "COMMENT ON TABLE t IS 'x'",
        "CREATE TABLE t (a int) PARTITION BY RANGE (a)",
        "ALTER TABLE ONLY s.t ADD COLUMN IF NOT EXISTS a text[], ADD b numeric(10, 2)",
        "ALTER TABLE t ADD COLUMN c timestamptz NOT NULL DEFAULT now()",
        "ALTER TABLE t ADD COLUMN c timestamp with time zone",
        "ALTER TABLE t ADD COLUMN c timestamp(3) with time zone DEFAULT now()",
        "CREATE INDEX i ON t (a) WHERE a IS DISTINCT FROM 3 AND b <> 'x'",
        "ALTER TABLE t ADD COLUMN c jsonb NOT NULL DEFAULT '{}'::jsonb"
      })
  void postgresqlListsThis(String sql) {
    assertThat(listed(Dialect.POSTGRESQL, sql)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE t (a INTEGER PRIMARY KEY) STRICT, WITHOUT ROWID",
        "ALTER TABLE t ADD COLUMN c ANYTHING",
        "ALTER TABLE t ADD c",
        "INSERT OR IGNORE INTO t VALUES (1)"
      })
  void sqliteListsThis(String sql) {
    assertThat(listed(Dialect.SQLITE, sql)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE t SET a = f(a)",
        "UPDATE t SET a = 1",
        "UPDATE t SET a = 1, b = 2 WHERE a IS NULL",
        "UPDATE t SET a = 1 WHERE a IS NULL OR b",
        "UPDATE t SET a = 1 WHERE b BETWEEN 1 AND a IS NULL",
        "UPDATE t SET a = 1 WHERE NOT a IS NULL",
        "UPDATE t SET a = 1 WHERE (a IS NULL) IS FALSE",
        "UPDATE t SET a = 1 WHERE a IS NULL = FALSE",
        "UPDATE t SET \"a\" = 1 WHERE a IS NULL",
        "UPDATE t SET (a, b) = (1, 2)",
        "UPDATE t SET a = a + 1 * 100",
        "UPDATE t SET a = 1 RETURNING a",
        "UPDATE t SET a = 1 WHERE CURRENT OF c",
        "UPDATE OR REPLACE t SET a = 1",
        "DELETE FROM t",
        "DROP TABLE t",
        "SELECT 1",
        "DO $$ BEGIN END $$",
        "CREATE UNIQUE INDEX i ON t (a)",
        "CREATE INDEX i ON t (f(a))",
        "CREATE INDEX i ON t (a) WHERE f(a)",
        "CREATE TEMP TABLE t (a int)",
        "CREATE TABLE t AS SELECT 1",
        "CREATE TABLE s.t (a int), x",
        "CREATE TABLE t (a int) AS SELECT 1",
        "CREATE TABLE t (a int REFERENCES u)",
        "CREATE TABLE t PARTITION OF u FOR VALUES IN (1)",
        "CREATE TABLE t (a int) INHERITS (u)",
        "CREATE OR REPLACE VIEW v AS SELECT 1",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; END",
        "ALTER TABLE t ADD COLUMN c int NOT NULL",
        "ALTER TABLE t ADD COLUMN c int NOT NULL DEFAULT NULL",
        "ALTER TABLE t ADD COLUMN c int UNIQUE",
        "ALTER TABLE t ADD COLUMN c int PRIMARY KEY",
        "ALTER TABLE t ADD COLUMN c int CHECK (c > 0)",
        "ALTER TABLE t ADD COLUMN c int REFERENCES u",
        "ALTER TABLE t ADD COLUMN c int GENERATED ALWAYS AS (a + 1) STORED",
        "ALTER TABLE t ADD COLUMN c int DEFAULT random()",
        "ALTER TABLE t ADD COLUMN c int DEFAULT 1 + f()",
        "ALTER TABLE t ADD COLUMN c int, DROP COLUMN d",
        "ALTER TABLE t ADD CONSTRAINT x CHECK (a > 0)",
        "ALTER TABLE t ADD CHECK (a > 0)",
        "ALTER TABLE t DROP COLUMN c",
        "ALTER TABLE t RENAME TO u",
        "INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2",
        "INSERT INTO t SELECT f(1)",
        "INSERT INTO t WITH x AS (DELETE FROM u RETURNING *) SELECT * FROM x",
        "INSERT OR REPLACE INTO t VALUES (1)",
        "REPLACE INTO t VALUES (1)",
        "WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x",
        "GRANT SELECT ON t TO u",
        "SET search_path TO x",
        "PRAGMA foreign_keys = OFF"
      })
  void nothingIsSaidAboutThis(String sql) {
    assertThat(listed(Dialect.POSTGRESQL, sql)).isFalse();
    assertThat(listed(Dialect.SQLITE, sql)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE t ADD COLUMN c my_domain",
        "ALTER TABLE t ADD COLUMN c bigserial",
        "CREATE SCHEMA s CREATE TABLE t (a int)",
        "CREATE TYPE e AS (a int)",
        "ALTER TYPE e ADD VALUE 'x'",
        "INSERT INTO pg_class VALUES (1)",
        "INSERT INTO \"pg_class\" VALUES (1)",
        "INSERT INTO schema_migration_window VALUES (1)",
        "ALTER TABLE information_schema.sql_features ADD COLUMN a int",
        "INSERT INTO t VALUES (public.lower('x'))",
        "INSERT INTO t VALUES (datetime('x'))",
        "ALTER TABLE t ADD COLUMN c varchar(10) DEFAULT now()",
        "CREATE INDEX i ON t (a) WHERE a + b > 2",
        "CREATE INDEX i ON t (a) WHERE a ~ b",
        "CREATE INDEX i ON t (a) WHERE a LIKE b"
      })
  void postgresqlSaysNothingAboutThis(String sql) {
    assertThat(listed(Dialect.POSTGRESQL, sql)).isFalse();
  }
}
