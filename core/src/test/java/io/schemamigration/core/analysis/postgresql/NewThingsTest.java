package io.schemamigration.core.analysis.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a migration makes itself, nobody else uses when it changes it again. */
class NewThingsTest {
  private static final String SEPARATOR = ";;";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE t (a int);;ALTER TABLE t ADD COLUMN b int NOT NULL",
        "CREATE TABLE t (a int);;ALTER TABLE t ADD COLUMN b my_type DEFAULT f()",
        "CREATE TABLE t (a int);;ALTER TABLE t DROP COLUMN a",
        "CREATE TABLE t (a int);;ALTER TABLE t ALTER a TYPE text USING f(a)",
        "CREATE TABLE t (a int);;ALTER TABLE t ADD PRIMARY KEY (a), ADD CHECK (a > 0)",
        "CREATE TABLE t (a int);;ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES t (a)",
        "CREATE TABLE s (a int);;CREATE TABLE t (a int);;ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES s",
        "CREATE TABLE s (a int);;CREATE TABLE t (a int REFERENCES s)",
        "CREATE TABLE t (a int);;CREATE UNIQUE INDEX i ON t (f(a))",
        "CREATE TABLE t (a int);;CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
        "CREATE TABLE t (a int);;ALTER TABLE t RENAME TO u;;DROP TABLE u",
        "CREATE TABLE t (a int);;ALTER TABLE t SET SCHEMA s;;DROP TABLE s.t",
        "CREATE TABLE t (a int);;DROP TABLE t CASCADE;;CREATE TABLE t (b int);;DROP TABLE t",
        "CREATE TABLE t (a int);;DELETE FROM t;;TRUNCATE t",
        "CREATE TABLE t (a int);;ALTER TABLE t ENABLE ROW LEVEL SECURITY",
        "CREATE TABLE t (a int);;REVOKE ALL ON t FROM PUBLIC;;ALTER TABLE t OWNER TO r",
        "CREATE TABLE \"T\" (a int);;DROP TABLE \"T\"",
        "CREATE TABLE t (a int) PARTITION BY LIST (a);;CREATE TABLE p (a int);;ALTER TABLE t ATTACH PARTITION p FOR VALUES IN (1)",
        "CREATE TEMP TABLE t (a int);;DROP TABLE t",
        "CREATE TABLE t AS SELECT 1 AS a;;DROP TABLE t",
        "ALTER TABLE users ADD COLUMN a int;;ALTER TABLE users DROP COLUMN a",
        "ALTER TABLE users ADD COLUMN a int;;ALTER TABLE users ALTER a TYPE bigint",
        "ALTER TABLE users ADD COLUMN a int;;ALTER TABLE users RENAME a TO b",
        "ALTER TABLE users ADD COLUMN a int;;ALTER TABLE users ALTER a SET DEFAULT 5",
        "ALTER TABLE users ADD COLUMN a int DEFAULT 5;;ALTER TABLE users ALTER a SET NOT NULL",
        "CREATE INDEX i ON users (a);;DROP INDEX i",
        "CREATE TYPE e AS ENUM ('a');;ALTER TABLE users ADD COLUMN a e DEFAULT 'a'",
        "CREATE TYPE e AS ENUM ('a');;ALTER TYPE e RENAME VALUE 'a' TO 'b'",
        "CREATE DOMAIN d AS int;;ALTER TABLE users ADD COLUMN a d",
        "CREATE VIEW v AS SELECT 1;;CREATE OR REPLACE VIEW v AS SELECT 2;;DROP VIEW v",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';;DROP FUNCTION f()",
        "CREATE SEQUENCE s;;SELECT setval('s', 5)",
        "CREATE SEQUENCE s;;ALTER SEQUENCE s RESTART"
      })
  void changingThemIsExpand(String migration) {
    var judgements = Judged.all(18, migration.split(SEPARATOR, -1));
    for (var judgement : judgements) {
      assertThat(judgement.phase().text()).as(migration).isEqualTo("expand");
    }
    if (!migration.contains("users")) {
      assertThat(judgements.getLast().locks()).as(migration).isEmpty();
      assertThat(judgements.getLast().dangers()).as(migration).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE IF NOT EXISTS users (a int);;DROP TABLE users",
        "CREATE TABLE IF NOT EXISTS users AS SELECT 1;;DROP TABLE users",
        "CREATE TABLE users (a int);;DROP TABLE public.users",
        "CREATE TABLE s.users (a int);;DROP TABLE users",
        "CREATE TABLE \"s.users\" (a int);;DROP TABLE s.users",
        "CREATE TABLE \"Users\" (a int);;DROP TABLE users",
        "CREATE TABLE t (a int);;SET search_path TO s;;DROP TABLE t",
        "CREATE TABLE t (a int);;SELECT set_config('search_path', 's', true);;DROP TABLE t",
        "SET LOCAL search_path TO s;;CREATE TABLE t (a int);;COMMIT;;DROP TABLE t",
        "BEGIN;;CREATE TABLE t (a int);;ROLLBACK;;DROP TABLE t",
        "SAVEPOINT a;;CREATE TABLE t (a int);;ROLLBACK TO a;;DROP TABLE t",
        "DROP TABLE users;;CREATE TABLE users (a int);;DROP TABLE users",
        "ALTER TABLE users RENAME TO old;;CREATE TABLE users (a int);;DROP TABLE users",
        "ALTER TABLE users RENAME TO old;;DROP TABLE old",
        "CREATE TABLE t (a int);;DROP TABLE users;;ALTER TABLE t RENAME TO users;;DROP TABLE users",
        "CREATE TABLE t (a int);;DROP TABLE t;;DROP TABLE t",
        "CREATE TEMP TABLE users (a int) ON COMMIT DROP;;DROP TABLE users",
        "CREATE VIEW v AS SELECT * FROM users;;DELETE FROM v",
        "CREATE VIEW v AS SELECT * FROM users;;TRUNCATE v",
        "CREATE TABLE t (a int);;ALTER TABLE users ADD FOREIGN KEY (a) REFERENCES t",
        "CREATE TABLE t (a int);;ALTER TABLE p ATTACH PARTITION t FOR VALUES IN (1)",
        "CREATE TABLE t (a int);;CREATE OR REPLACE VIEW v AS SELECT * FROM t",
        "ALTER TABLE users ADD COLUMN IF NOT EXISTS a int;;ALTER TABLE users DROP COLUMN a",
        "ALTER TABLE users DROP COLUMN a, ADD COLUMN a int;;ALTER TABLE users DROP COLUMN a",
        "ALTER TABLE users ADD COLUMN a int;;ALTER TABLE users ALTER a SET NOT NULL",
        "ALTER TABLE users ADD COLUMN a int;;ALTER TABLE users ALTER a DROP DEFAULT, ALTER b DROP DEFAULT",
        "ALTER TABLE users ADD COLUMN a int;;ALTER TABLE users ADD CHECK (a IS NOT NULL)",
        "ALTER TABLE users ADD COLUMN a int DEFAULT 1;;ALTER TABLE users ADD UNIQUE (a)",
        "ALTER TABLE users ADD COLUMN a int;;ALTER TABLE users RENAME TO t;;ALTER TABLE t DROP a",
        "CREATE INDEX IF NOT EXISTS i ON users (a);;DROP INDEX i",
        "CREATE INDEX i ON users (a);;DROP INDEX s.i",
        "CREATE DOMAIN d AS int NOT NULL;;ALTER TABLE users ADD COLUMN a d",
        "CREATE DOMAIN d AS int;;ALTER DOMAIN d SET NOT NULL;;ALTER TABLE users ADD COLUMN a d",
        "CREATE TEMP TABLE users (a int);;DROP TABLE pg_temp.users;;DROP TABLE users",
        "CREATE DOMAIN d AS other_domain;;ALTER TABLE users ADD COLUMN a d",
        "CREATE FUNCTION public.length(varchar) RETURNS int LANGUAGE sql AS 'SELECT 1 / 0'",
        "CREATE SEQUENCE IF NOT EXISTS s;;SELECT setval('s', 5)",
        "CREATE TABLE users (id serial);;SELECT setval('users_id_seq', 5)"
      })
  void whatOnlyLooksNewIsNot(String migration) {
    var last = Judged.last(migration.split(SEPARATOR, -1));
    assertThat(last.phase().text()).as(migration).isNotEqualTo("expand");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE t (a int DEFAULT f());;INSERT INTO t DEFAULT VALUES",
        "CREATE TABLE t (a int DEFAULT f());;INSERT INTO public.t DEFAULT VALUES",
        "CREATE TABLE t (a int CHECK (f(a)));;INSERT INTO t VALUES (1)",
        "CREATE TABLE t (a int, CHECK (f(a)));;COPY t FROM STDIN",
        "CREATE TABLE t (a int);;ALTER TABLE t ALTER a SET DEFAULT f();;INSERT INTO t DEFAULT VALUES",
        "CREATE TABLE t (a int);;CREATE INDEX i ON t (f(a));;INSERT INTO t VALUES (1)",
        "CREATE TABLE t (a int);;INSERT INTO t VALUES (1);;CREATE INDEX i ON t (f(a))",
        "CREATE TABLE t AS SELECT 1 AS a;;ALTER TABLE t ADD CHECK (f(a))",
        "CREATE TABLE t AS SELECT 1 AS a;;ALTER TABLE t ALTER a TYPE int USING f(a)",
        "CREATE TABLE t (a int);;CREATE TRIGGER g AFTER INSERT ON t EXECUTE FUNCTION f();;INSERT INTO t VALUES (1)",
        "CREATE TABLE t (a int DEFAULT f());;ALTER TABLE t RENAME TO u;;INSERT INTO u DEFAULT VALUES",
        "CREATE VIEW v AS SELECT f();;SELECT * FROM v",
        "CREATE VIEW v AS SELECT f();;CREATE VIEW w AS SELECT * FROM v;;CREATE TABLE t AS SELECT * FROM w",
        "CREATE DOMAIN d AS int CHECK (f(value));;SELECT 1::d",
        "ALTER TABLE users ADD CHECK (f(a))",
        "ALTER DOMAIN d ADD CHECK (f(value))"
      })
  void codeThatTheMigrationHidesInThemIsNotOverlooked(String migration) {
    var last = Judged.last(migration.split(SEPARATOR, -1));
    assertThat(last.certainty().text()).as(migration).isEqualTo("unknown");
  }
}
