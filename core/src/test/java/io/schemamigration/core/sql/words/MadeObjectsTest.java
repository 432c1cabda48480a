package io.schemamigration.core.sql.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MadeObjectsTest {
  private static List<Statement> statements(String sql) {
    var statements = new ArrayList<Statement>();
    for (var one : sql.split(";", -1)) {
      if (!one.isBlank()) {
        statements.add(new Statement(one.strip(), statements.size() + 1));
      }
    }
    return statements;
  }

  private static String words(Object objects) {
    return objects.toString().replaceAll("^\\[|]$", "");
  }

  /** P or S: the dialect; both where it is B. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          B | CREATE TABLE a (id int); CREATE INDEX i ON a (id); CREATE VIEW v AS SELECT 1 | table a, index i, view v
          B | CREATE TABLE IF NOT EXISTS "A b" (id int)                    | table A b
          B | CREATE TEMP TABLE a (id int); CREATE TEMPORARY VIEW v AS SELECT 1 |
          B | CREATE TABLE a (id int); DROP TABLE IF EXISTS a              |
          B | CREATE TABLE a (id int); CREATE INDEX i ON a (id); DROP TABLE a |
          B | CREATE TABLE a (id int); CREATE INDEX i ON a (id); DROP INDEX i | table a
          B | ALTER TABLE a ADD COLUMN b text                              | column a.b
          B | ALTER TABLE a ADD b text; ALTER TABLE a RENAME COLUMN b TO c | column a.c
          B | ALTER TABLE a ADD b text; ALTER TABLE a RENAME TO c          | column c.b
          B | ALTER TABLE a ADD b text; ALTER TABLE a DROP COLUMN b        |
          B | CREATE TABLE a_new (id int); INSERT INTO a_new SELECT 1; DROP TABLE a; ALTER TABLE a_new RENAME TO a | table a
          B | DROP TABLE a, b; UPDATE c SET d = 1; INSERT INTO e VALUES (1) |
          P | CREATE UNLOGGED TABLE s.a (id int); CREATE UNIQUE INDEX CONCURRENTLY i ON s.a (id) | table s.a, index s.i
          P | CREATE INDEX ON a (id)                                       |
          P | ALTER TABLE ONLY a ADD CONSTRAINT c CHECK (x > 1), ADD b numeric(3, 2), ADD IF NOT EXISTS c int | column a.b, column a.c
          P | CREATE TYPE t AS ENUM ('a'); CREATE DOMAIN d AS text; CREATE SEQUENCE s | type t, type d, sequence s
          P | CREATE TYPE t AS ENUM ('a'); ALTER TYPE t RENAME TO u        | type u
          P | CREATE MATERIALIZED VIEW v AS SELECT 1; CREATE VIEW w AS SELECT 1; DROP TABLE a CASCADE |
          P | CREATE TABLE a (id int); ALTER TABLE a SET SCHEMA s          |
          P | CREATE TABLE a (id int); SET search_path TO s; CREATE TABLE b (id int); CREATE TABLE s.c (id int) | table a, table s.c
          P | CREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f()      |
          S | CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1            | trigger t
          S | CREATE VIRTUAL TABLE a USING fts5(b)                         | table a
          S | CREATE TABLE [A] (id int); DROP TABLE `a`                    |
          S | CREATE TABLE main.a (id int)                                 | table a
          """)
  void whatFilesLeaveIsReadFromTheirWords(String dialects, String sql, String expected) {
    for (var dialect : Dialect.values()) {
      if (dialects.equals("B") || dialect.name().startsWith(dialects)) {
        var made = new MadeObjects(dialect).add("f.sql", statements(sql));
        var text = words(made.there().keySet());
        assertThat(dialect == Dialect.SQLITE ? text.toLowerCase(java.util.Locale.ROOT) : text)
            .as("%s", dialect)
            .isEqualTo(
                expected == null
                    ? ""
                    : dialect == Dialect.SQLITE
                        ? expected.toLowerCase(java.util.Locale.ROOT)
                        : expected);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CREATE TABLE runs (id int); CREATE INDEX i ON runs (id)                | table runs
          CREATE TABLE IF NOT EXISTS runs (id int)                               |
          ALTER TABLE a ADD b text; CREATE INDEX i ON a (b)                      | column a.b, index i
          CREATE TABLE a_new (id int); DROP TABLE a; ALTER TABLE a_new RENAME TO a; CREATE INDEX i ON a (id) | table a_new
          DROP INDEX i; CREATE INDEX i ON a (id)                                 |
          ALTER TABLE a RENAME TO b; CREATE TABLE a (id int)                     |
          """)
  void whatMustNotExistBeforeAFileRuns(String sql, String expected) {
    for (var dialect : Dialect.values()) {
      assertThat(words(MadeObjects.fresh(dialect, statements(sql)).keySet()))
          .as("%s", dialect)
          .isEqualTo(expected == null ? "" : expected);
    }
  }
}
