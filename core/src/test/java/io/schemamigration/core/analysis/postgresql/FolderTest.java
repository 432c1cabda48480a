package io.schemamigration.core.analysis.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.grammar.PostgresGrammar;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlSplitter;
import io.schemamigration.core.sql.UnreadableSqlException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the files before a migration tell: its phase with them, after {@code /} of the files. */
class FolderTest {
  private static final PostgresGrammar GRAMMAR = PostgresGrammar.load();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # IF NOT EXISTS of what no file makes
          - | CREATE TABLE IF NOT EXISTS d (v int); CREATE UNIQUE INDEX d_v ON d (v)                 | expand
          - | CREATE TABLE IF NOT EXISTS p (id int PRIMARY KEY); CREATE TABLE IF NOT EXISTS c (p int REFERENCES p) | expand
          - | CREATE TABLE IF NOT EXISTS d (v int); ALTER TABLE d ENABLE ROW LEVEL SECURITY; CREATE POLICY x ON d USING (true) | expand
          - | CREATE SCHEMA IF NOT EXISTS s; CREATE SEQUENCE IF NOT EXISTS q; SELECT setval('q', 5) | expand
          CREATE TABLE d (v int) | CREATE TABLE IF NOT EXISTS d (v int); CREATE UNIQUE INDEX d_v ON d (v) | contract
          CREATE TABLE o (v int); ALTER TABLE o RENAME TO d | CREATE TABLE IF NOT EXISTS d (v int); DROP TABLE d | contract
          DO $$ BEGIN CREATE TABLE d (v int); END $$ | CREATE TABLE IF NOT EXISTS d (v int); DROP TABLE d | contract
          CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'CREATE TABLE d (v int)'; SELECT f() | CREATE TABLE IF NOT EXISTS d (v int); DROP TABLE d | contract
          ALTER TABLE made_elsewhere ADD v int | CREATE TABLE IF NOT EXISTS d (v int); DROP TABLE d | contract
          ALTER TABLE auth.users ADD v int | CREATE TABLE IF NOT EXISTS d (v int); DROP TABLE d    | expand
          CREATE TABLE u (a int) | ALTER TABLE u ADD COLUMN IF NOT EXISTS c timestamptz, ALTER c SET DEFAULT now() | expand
          CREATE TABLE u (a int); ALTER TABLE u ADD c int | ALTER TABLE u ADD COLUMN IF NOT EXISTS c int, ALTER c SET DEFAULT 1 | contract
          CREATE TABLE u (LIKE t) | ALTER TABLE u ADD COLUMN IF NOT EXISTS c int, ALTER c SET DEFAULT 1 | contract
          CREATE TABLE t (a int) | ALTER TABLE u ADD COLUMN IF NOT EXISTS c int, ALTER c SET DEFAULT 1 | contract
          CREATE TABLE u (a int); ALTER TABLE u RENAME TO x; CREATE TABLE y (c int); ALTER TABLE y RENAME TO u | ALTER TABLE u ADD COLUMN IF NOT EXISTS c int, ALTER c SET DEFAULT 1 | contract
          CREATE TABLE u (a int); DO $$ BEGIN ALTER TABLE u ADD c int; END $$ | ALTER TABLE u ADD COLUMN IF NOT EXISTS c int, ALTER c SET DEFAULT 1 | contract
          CREATE TABLE d (v serial) | CREATE SEQUENCE IF NOT EXISTS d_v_seq; DROP SEQUENCE d_v_seq | contract
          CREATE TABLE e (v serial) | CREATE SEQUENCE IF NOT EXISTS d_v_seq; DROP SEQUENCE d_v_seq | expand
          CREATE TABLE d (v serial) | CREATE TABLE IF NOT EXISTS d_v (v int); DROP TABLE d_v        | expand
          # OR REPLACE of what no file makes
          - | CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'                 | expand
          - | CREATE OR REPLACE VIEW v AS SELECT 1 AS a                                            | expand
          CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1' | CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 2' | offline
          # extensions, and types that bring no rules
          - | CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA extensions                     | expand
          CREATE TYPE mood AS ENUM ('a') | ALTER TABLE u ADD m mood DEFAULT 'a'                     | expand
          CREATE EXTENSION citext | ALTER TABLE u ADD m public.citext                              | expand
          CREATE DOMAIN mood AS text CHECK (value <> '') | ALTER TABLE u ADD m mood                | expand
          CREATE DOMAIN mood AS text CHECK (value IS NOT NULL) | ALTER TABLE u ADD m mood          | contract
          CREATE DOMAIN mood AS text CHECK (value <> '') | ALTER TABLE u ADD m mood DEFAULT ''     | contract
          CREATE DOMAIN mood AS text CHECK (value <> '') | ALTER TABLE u ADD m x.mood              | contract
          CREATE DOMAIN mood AS text CHECK (value <> ''); DO $$ BEGIN ALTER DOMAIN mood SET NOT NULL; END $$ | ALTER TABLE u ADD m mood | contract
          CREATE DOMAIN mood AS text CHECK (value <> ''); CREATE DOMAIN x.mood AS text NOT NULL | ALTER TABLE u ADD m mood | contract
          CREATE TYPE mood AS ENUM ('a'); DROP TYPE mood; CREATE DOMAIN mood AS int | ALTER TABLE u ADD m mood | contract
          # indexes
          CREATE INDEX i ON u (a) | DROP INDEX i                                                   | expand
          CREATE INDEX IF NOT EXISTS "I" ON s.u (a) | DROP INDEX CONCURRENTLY IF EXISTS s."I"     | contract
          CREATE UNIQUE INDEX i ON u (a) | DROP INDEX i                                            | contract
          CREATE UNIQUE INDEX j ON u (a); ALTER INDEX j RENAME TO i; CREATE INDEX IF NOT EXISTS i ON u (a) | DROP INDEX i | contract
          CREATE INDEX s.i ON u (a) | DROP INDEX i                                                 | contract
          CREATE TABLE u (a int UNIQUE) | DROP INDEX u_a_key                                       | contract
          CREATE UNIQUE INDEX i ON u (a) | ALTER TABLE u ADD CONSTRAINT i UNIQUE USING INDEX i     | expand
          CREATE INDEX i ON u (a) | ALTER TABLE u ADD CONSTRAINT i UNIQUE USING INDEX i            | contract
          CREATE UNIQUE INDEX i ON u (a) | ALTER TABLE u ADD CONSTRAINT i UNIQUE USING INDEX i DEFERRABLE | contract
          CREATE TABLE u (a int NOT NULL); CREATE UNIQUE INDEX i ON u (a) | ALTER TABLE u ADD CONSTRAINT k PRIMARY KEY USING INDEX i | expand
          CREATE TABLE u (a int); CREATE UNIQUE INDEX i ON u (a) | ALTER TABLE u ADD CONSTRAINT k PRIMARY KEY USING INDEX i | contract
          CREATE INDEX i ON u (a); DO $$ BEGIN DROP INDEX i; CREATE UNIQUE INDEX i ON u (a); END $$ | DROP INDEX i | contract
          CREATE INDEX IF NOT EXISTS i ON u (a); CREATE UNIQUE INDEX IF NOT EXISTS i ON u (a) | DROP INDEX i | contract
          CREATE INDEX IF NOT EXISTS i ON u (a); CREATE INDEX IF NOT EXISTS i ON u (b) | DROP INDEX i | expand
          # wider types
          CREATE TABLE u (a varchar(20) NOT NULL) | ALTER TABLE u ALTER a TYPE varchar(50)         | expand
          CREATE TABLE u (a character varying(20)) | ALTER TABLE u ALTER a TYPE text               | expand
          CREATE TABLE u (a varchar(20)) | ALTER TABLE u ALTER a SET DATA TYPE varchar             | expand
          CREATE TABLE u (a numeric(10,2)) | ALTER TABLE u ALTER a TYPE numeric(12,2)              | expand
          CREATE TABLE u (a decimal(10, 2)) | ALTER TABLE u ALTER a TYPE numeric                   | expand
          CREATE TABLE u (a timestamp(3)) | ALTER TABLE u ALTER a TYPE timestamp(6)                | expand
          CREATE TABLE u (a timestamp(3) with time zone) | ALTER TABLE u ALTER a TYPE timestamptz  | expand
          CREATE TABLE u (a interval(3)) | ALTER TABLE u ALTER a TYPE interval                     | expand
          CREATE TABLE u (a bit varying(3)) | ALTER TABLE u ALTER a TYPE varbit(5)                 | expand
          CREATE TABLE u (a cidr) | ALTER TABLE u ALTER a TYPE inet                                | expand
          CREATE DOMAIN d AS varchar(9) CHECK (value <> ''); CREATE TABLE u (a d) | ALTER TABLE u ALTER a TYPE varchar(9) | expand
          CREATE DOMAIN d AS varchar(9); CREATE TABLE u (a d); DO $$ BEGIN ALTER DOMAIN d RENAME TO e; END $$ | ALTER TABLE u ALTER a TYPE varchar(9) | offline
          CREATE TABLE u (b int); ALTER TABLE u ADD COLUMN a varchar(5); ALTER TABLE u ALTER a TYPE varchar(7) | ALTER TABLE u ALTER a TYPE varchar(6) | offline
          CREATE TABLE u (a varchar(50)) | ALTER TABLE u ALTER a TYPE varchar(20)                  | offline
          CREATE TABLE u (a text) | ALTER TABLE u ALTER a TYPE varchar(20)                         | offline
          CREATE TABLE u (a numeric(10,2)) | ALTER TABLE u ALTER a TYPE numeric(12,3)              | offline
          CREATE TABLE u (a int) | ALTER TABLE u ALTER a TYPE bigint                               | offline
          CREATE TABLE u (a varchar(20)[]) | ALTER TABLE u ALTER a TYPE varchar(50)[]              | offline
          CREATE TABLE u (a varchar(20)) | ALTER TABLE u ALTER a TYPE text USING lower(a)          | offline
          CREATE TABLE u (a varchar(20)) | ALTER TABLE u ALTER a TYPE varchar(50) COLLATE "C"      | offline
          CREATE TABLE u (a char(20)) | ALTER TABLE u ALTER a TYPE varchar(20)                     | offline
          CREATE TABLE u (a varchar(20)); DO $$ BEGIN ALTER TABLE u ALTER a TYPE varchar(90); END $$ | ALTER TABLE u ALTER a TYPE varchar(50) | offline
          CREATE TABLE u (a varchar(20)); ALTER TABLE u RENAME TO w | ALTER TABLE u ALTER a TYPE varchar(50) | offline
          CREATE TABLE u (b int) | ALTER TABLE u ADD COLUMN IF NOT EXISTS a varchar(5); ALTER TABLE w ALTER a TYPE varchar(6) | offline
          CREATE TABLE u (a varchar(9)); CREATE FUNCTION f() RETURNS TABLE (a varchar) LANGUAGE plpgsql AS 'BEGIN RETURN QUERY SELECT a FROM u; END' | ALTER TABLE u ALTER a TYPE text | offline
          CREATE TABLE u (a varchar(9)); CREATE FUNCTION f() RETURNS TABLE (a varchar) LANGUAGE plpgsql AS 'BEGIN RETURN QUERY SELECT a FROM u; END' | ALTER TABLE u ALTER a TYPE varchar(10) | expand
          # names that no statement of older code has
          CREATE INDEX i ON u (a) | ALTER INDEX i RENAME TO j                                      | expand
          CREATE UNIQUE INDEX i ON u (a) | ALTER INDEX i RENAME TO j                               | contract
          CREATE TABLE u (a int CONSTRAINT k REFERENCES t) | ALTER TABLE u RENAME CONSTRAINT k TO l | expand
          CREATE TABLE u (a int); ALTER TABLE u ADD CONSTRAINT k CHECK (a > 0) | ALTER TABLE u RENAME CONSTRAINT k TO l | expand
          CREATE TABLE u (a int CONSTRAINT k UNIQUE) | ALTER TABLE u RENAME CONSTRAINT k TO l      | contract
          CREATE TABLE u (a int CONSTRAINT k REFERENCES t DEFERRABLE) | ALTER TABLE u RENAME CONSTRAINT k TO l | contract
          CREATE TABLE u (a int) | ALTER TABLE u RENAME CONSTRAINT k TO l                          | contract
          CREATE TABLE w (a int CONSTRAINT k REFERENCES t) | ALTER TABLE u RENAME CONSTRAINT k TO l | contract
          # blocks that do nothing where the thing exists
          - | DO $$ BEGIN CREATE TYPE c AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$; ALTER TABLE u ADD m c | expand
          CREATE TYPE c AS ENUM ('a') | DO $$ BEGIN CREATE TYPE c AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$; DROP TYPE c | contract
          - | DO $$ BEGIN ALTER TABLE u ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES t; EXCEPTION WHEN duplicate_object THEN NULL; END $$ | contract
          - | ALTER TABLE u ADD m int; DO $x$ BEGIN ALTER TABLE u ADD CONSTRAINT k CHECK (m > 0); EXCEPTION WHEN duplicate_object OR duplicate_table THEN RAISE NOTICE 'k is there'; END; $x$ LANGUAGE plpgsql | expand
          - | DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_catalog.pg_type WHERE typname IN ('c')) THEN CREATE TYPE c AS ENUM ('a'); END IF; END $$ | expand
          - | DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = 'u'::regclass AND contype = 'c') THEN CREATE TYPE c AS ENUM ('a'); END IF; END $$ | expand
          - | DO $$ BEGIN IF NOT EXISTS (SELECT FROM information_schema.columns WHERE table_schema = 'public' AND table_name = 'u' AND column_name = 'm') THEN CREATE TYPE c AS ENUM ('a'); END IF; END $$ | expand
          - | DO $$ BEGIN IF NOT EXISTS (SELECT FROM information_schema.columns WHERE table_schema = 'public') THEN CREATE TYPE c AS ENUM ('a'); END IF; END $$ | offline
          - | DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_type WHERE typtype = 'e') THEN CREATE TYPE c AS ENUM ('a'); END IF; END $$ | offline
          - | DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_type WHERE typname = 'c' OR true) THEN CREATE TYPE c AS ENUM ('a'); END IF; END $$ | offline
          - | DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'public') THEN CREATE TYPE c AS ENUM ('a'); END IF; END $$ | offline
          - | DO $$ BEGIN IF NOT EXISTS (SELECT f() FROM pg_type) THEN CREATE TYPE c AS ENUM ('a'); END IF; END $$ | offline
          - | DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_type JOIN t ON true) THEN CREATE TYPE c AS ENUM ('a'); END IF; END $$ | offline
          - | DO $$ BEGIN CREATE TYPE c AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN DROP TABLE u; END $$ | offline
          - | DO $$ BEGIN CREATE TYPE c AS ENUM ('a'); EXCEPTION WHEN others THEN NULL; END $$     | offline
          - | DO $$ BEGIN CREATE TYPE c AS ENUM ('a'); DROP TABLE u; EXCEPTION WHEN duplicate_object THEN NULL; END $$ | offline
          - | DO $$ BEGIN DROP TABLE u; EXCEPTION WHEN duplicate_object THEN NULL; END $$          | offline
          - | DO $$ BEGIN ALTER TABLE u DROP a; EXCEPTION WHEN duplicate_object THEN NULL; END $$  | offline
          - | DO LANGUAGE plpython3u $$ BEGIN CREATE TYPE c AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$ | offline
          # NOT NULL that a CHECK keeps already
          ALTER TABLE u ADD CONSTRAINT k CHECK (a IS NOT NULL) NOT VALID; ALTER TABLE u VALIDATE CONSTRAINT k | ALTER TABLE u ALTER a SET NOT NULL | expand
          ALTER TABLE u ADD CONSTRAINT k CHECK (a IS NOT NULL) | ALTER TABLE u ALTER a SET NOT NULL | expand
          ALTER TABLE u ADD CONSTRAINT k NOT NULL a NOT VALID; ALTER TABLE u VALIDATE CONSTRAINT k | ALTER TABLE u ALTER a SET NOT NULL | expand
          ALTER TABLE u ADD CONSTRAINT k CHECK (a IS NOT NULL) NOT VALID | ALTER TABLE u ALTER a SET NOT NULL | contract
          ALTER TABLE u ADD CONSTRAINT k CHECK (a IS NOT NULL) NOT ENFORCED | ALTER TABLE u ALTER a SET NOT NULL | contract
          ALTER TABLE u ADD CONSTRAINT k CHECK (a IS NOT NULL); ALTER TABLE u DROP CONSTRAINT k | ALTER TABLE u ALTER a SET NOT NULL | contract
          ALTER TABLE u ADD CONSTRAINT k CHECK (a IS NOT NULL OR b) | ALTER TABLE u ALTER a SET NOT NULL | contract
          ALTER TABLE u ADD CONSTRAINT k CHECK (a IS NOT NULL) | ALTER TABLE u ALTER b SET NOT NULL | contract
          """)
  void theFilesBeforeTellWhatIsThere(String before, String migration, String phase)
      throws UnreadableSqlException {
    var judged = judged(before, migration);
    var strictest = judged.getFirst().phase();
    for (var judgement : judged) {
      strictest = judgement.phase().compareTo(strictest) > 0 ? judgement.phase() : strictest;
    }
    assertThat(strictest.text()).as(before + " / " + migration).isEqualTo(phase);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          CREATE TABLE e (d date) PARTITION BY RANGE (d) | CREATE INDEX CONCURRENTLY i ON e (d)  | concurrently-on-partitioned
          CREATE TABLE e (d date) PARTITION BY RANGE (d) | CREATE INDEX i ON e (d)               | index-not-concurrently
          CREATE TABLE e (d date) PARTITION BY RANGE (d) | CREATE INDEX i ON ONLY e (d)          | -
          CREATE TABLE e (d date, partition text)        | CREATE INDEX CONCURRENTLY i ON e (d)  | -
          CREATE TABLE p PARTITION OF e DEFAULT          | CREATE INDEX CONCURRENTLY i ON p (d)  | -
          CREATE DOMAIN d AS int                         | ALTER DOMAIN d VALIDATE CONSTRAINT k  | check-without-not-valid
          CREATE TYPE e AS ENUM ('a')                    | ALTER TYPE e ADD VALUE 'b'; SELECT 'b'::e | enum-value-used-at-once
          - | CREATE TYPE e AS ENUM ('a'); ALTER TYPE e ADD VALUE 'b'; SELECT 'b'::e | -
          CREATE TABLE u (a varchar(9)); CREATE VIEW v AS SELECT a FROM u | ALTER TABLE u ALTER a TYPE varchar(10) | refused-by-server
          CREATE TABLE u (a varchar(9)); CREATE MATERIALIZED VIEW v AS SELECT x.* FROM u AS x, w | ALTER TABLE u ALTER a TYPE text | refused-by-server
          CREATE TABLE u (a varchar(9)); CREATE VIEW v AS SELECT w.a FROM u JOIN w ON true | ALTER TABLE u ALTER a TYPE text | -
          CREATE TABLE u (a varchar(9)); CREATE VIEW v AS SELECT count(*) FROM u | ALTER TABLE u ALTER a TYPE text | -
          CREATE TABLE u (a varchar(9)); CREATE VIEW v AS SELECT a FROM u | DROP VIEW v; ALTER TABLE u ALTER a TYPE varchar(10) | several-tables-locked
          CREATE TABLE u (a varchar(9)); CREATE POLICY p ON u USING (a <> '') | ALTER TABLE u ALTER a TYPE varchar(10) | refused-by-server
          CREATE TABLE u (a varchar(9)); CREATE TRIGGER g BEFORE UPDATE OF a ON u EXECUTE FUNCTION f() | ALTER TABLE u ALTER a TYPE varchar(10) | refused-by-server
          CREATE TABLE u (a varchar(9)); CREATE TRIGGER g BEFORE UPDATE ON u EXECUTE FUNCTION f() | ALTER TABLE u ALTER a TYPE varchar(10) | -
          CREATE TABLE u (a int, b int GENERATED ALWAYS AS (a * 2)) | CREATE INDEX CONCURRENTLY i ON u (b) | refused-by-server
          CREATE TABLE u (a int, b int GENERATED ALWAYS AS (a * 2) STORED) | CREATE INDEX CONCURRENTLY i ON u (b) | -
          CREATE TABLE u (a int, b int GENERATED ALWAYS AS (a * 2)) | CREATE STATISTICS s ON a, b FROM u | refused-by-server
          - | CREATE STATISTICS s ON (1 / a) FROM u | index-may-fail
          - | ALTER TABLE u ADD COLUMN xmin int | refused-by-server
          - | CREATE TABLE w (id bigint PRIMARY KEY, ctid text) | refused-by-server
          ALTER TABLE u ADD CONSTRAINT k CHECK (a IS NOT NULL) NOT VALID | ALTER TABLE u VALIDATE CONSTRAINT k; ALTER TABLE u ALTER a SET NOT NULL | set-not-null
          """)
  void whatIsSaidOfTheLastStatementKnowsTheFiles(String before, String migration, String rule)
      throws UnreadableSqlException {
    assertThat(Judged.rules(judged(before, migration).getLast()))
        .isEqualTo(rule == null ? List.of() : List.of(rule));
  }

  @ParameterizedTest
  @CsvSource({"12, true", "16, true", "17, false", "18, false"})
  void aValueOfANewEnumIsUsableAtOnceSincePostgresql17(int release, boolean said) {
    var last =
        Judged.all(
                release,
                "CREATE TYPE e AS ENUM ('a')",
                "ALTER TYPE e ADD VALUE 'b'",
                "SELECT 'b'::e")
            .getLast();
    assertThat(Judged.rules(last).contains("enum-value-used-at-once")).isEqualTo(said);
  }

  private static List<Judgement> judged(String before, String migration)
      throws UnreadableSqlException {
    var judge = new PostgresJudge(GRAMMAR, 18);
    judge.follow(before == null ? List.of() : SqlSplitter.split(Dialect.POSTGRESQL, before, 1));
    return judge.judge(SqlSplitter.split(Dialect.POSTGRESQL, migration, 1));
  }
}
