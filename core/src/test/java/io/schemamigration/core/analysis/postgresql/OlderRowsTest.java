package io.schemamigration.core.analysis.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.grammar.PostgresGrammar;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlSplitter;
import io.schemamigration.core.sql.UnreadableSqlException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What older code doesn't write can refuse little of what it does: the phase, and the rules that
 * have something to say about older code, of migrations that add columns, tables and their keys.
 */
class OlderRowsTest {
  private static final PostgresGrammar GRAMMAR = PostgresGrammar.load();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # columns that older code leaves NULL
          ALTER TABLE u ADD z bytea CHECK (octet_length(z) = 32)                    | expand   |
          ALTER TABLE u ADD z int CHECK (z > 0 AND z < 10)                          | expand   |
          ALTER TABLE u ADD z text CHECK (z IN ('a', 'b') OR z IS NULL)             | expand   |
          ALTER TABLE u ADD z text CHECK (z = ANY (ARRAY['a'::varchar, 'b']::text[])) | expand |
          ALTER TABLE u ADD z text CHECK (z ~ '^[a-z]+$' AND length(z) BETWEEN 1 AND 9) | expand |
          ALTER TABLE u ADD z jsonb CHECK (jsonb_typeof(z) = 'array')               | expand   |
          ALTER TABLE u ADD y int, ADD z int, ADD CHECK (y < z)                     | expand   |
          ALTER TABLE u ADD z text NOT NULL DEFAULT 'a' CHECK (z IN ('a', 'b'))     | expand   |
          ALTER TABLE u ADD z int NOT NULL DEFAULT 0 CHECK (z >= 0)                 | expand   |
          ALTER TABLE u ADD z boolean NOT NULL DEFAULT true CHECK (z)               | expand   |
          ALTER TABLE u ADD z int CHECK (coalesce(z, 1) > 0)                        | expand   |
          # the traps
          ALTER TABLE u ADD z int CHECK (z IS NOT NULL)                             | contract | add-check
          ALTER TABLE u ADD z int CHECK (coalesce(z, 0) > 0)                        | contract | add-check
          ALTER TABLE u ADD z int CHECK (z > a)                                     | contract | add-check
          ALTER TABLE u ADD z int CHECK (z > 0 OR a > 0)                            | contract | add-check
          ALTER TABLE u ADD z int DEFAULT 0 CHECK (z > 0)                           | contract | add-check
          ALTER TABLE u ADD z text DEFAULT 'c' CHECK (z IN ('a', 'b'))              | contract | add-check
          ALTER TABLE u ADD z timestamptz CHECK (z > now())                         | contract | add-check
          ALTER TABLE u ADD z int CHECK (z > 1 / 0)                                 | contract | add-check
          ALTER TABLE u ADD z int CHECK (z IS DISTINCT FROM NULL)                   | contract | add-check
          ALTER TABLE u ADD z int CHECK (NOT (z IS NULL))                           | contract | add-check
          ALTER TABLE u ADD z int[] CHECK (1 = ANY (z))                             | contract | add-check
          ALTER TABLE u ADD z int CHECK (z > 0); ALTER TABLE u ALTER z SET DEFAULT -1 | contract | change-default
          ALTER TABLE u ADD z int; ALTER TABLE u ALTER z SET DEFAULT 5; ALTER TABLE u ADD CHECK (z < 5) | contract | add-check
          ALTER TABLE u ADD z int; UPDATE u SET z = 0; ALTER TABLE u ADD CHECK (z > 0) NOT VALID | contract | add-check
          # no two rows of older code are the same
          ALTER TABLE u ADD z text UNIQUE                                           | expand   |
          ALTER TABLE u ADD y int, ADD z int, ADD UNIQUE (y, z)                     | expand   |
          ALTER TABLE u ADD z text; CREATE UNIQUE INDEX ON u (z)                    | expand   |
          ALTER TABLE u ADD z text; CREATE UNIQUE INDEX ON u (lower(z)) WHERE z IS NOT NULL | expand |
          ALTER TABLE u ADD z text UNIQUE NULLS NOT DISTINCT                        | contract | add-unique
          ALTER TABLE u ADD z text DEFAULT 'x' UNIQUE                               | contract | add-unique
          ALTER TABLE u ADD z text UNIQUE DEFERRABLE                                | contract | add-unique
          ALTER TABLE u ADD z text, ADD UNIQUE (z, a)                               | contract | add-unique
          ALTER TABLE u ADD z text; CREATE UNIQUE INDEX ON u (coalesce(z, 'x'))     | contract | add-unique
          ALTER TABLE u ADD z text; CREATE UNIQUE INDEX ON u (z) WHERE a > 0        | contract | add-unique
          ALTER TABLE u ADD z text UNIQUE; ALTER TABLE u ALTER z SET DEFAULT 'x'    | contract | change-default
          # what newer code refers to
          CREATE TABLE c (id int PRIMARY KEY, u int NOT NULL REFERENCES u ON DELETE CASCADE) | expand |
          CREATE TABLE c (id int PRIMARY KEY, u int REFERENCES u ON DELETE SET NULL) | expand  |
          ALTER TABLE u ADD p int REFERENCES p ON DELETE SET NULL                   | expand   |
          ALTER TABLE u ADD p int; ALTER TABLE u ADD FOREIGN KEY (p) REFERENCES p ON DELETE SET NULL | expand |
          CREATE TABLE n (id int PRIMARY KEY); ALTER TABLE u ADD n int REFERENCES n | expand   |
          CREATE TABLE c (id int PRIMARY KEY REFERENCES u)                          | expand   | add-foreign-key
          CREATE TABLE c (id int PRIMARY KEY, u int NOT NULL REFERENCES u ON DELETE SET NULL) | expand | add-foreign-key
          CREATE TABLE c (u int REFERENCES u ON DELETE SET NULL, CHECK (u > 0))     | expand   | add-foreign-key
          CREATE TABLE c (u int REFERENCES u ON DELETE SET NULL); ALTER TABLE c ALTER u SET NOT NULL | expand | add-foreign-key
          CREATE TABLE c (u int REFERENCES u ON DELETE SET NULL); ALTER TABLE c ADD PRIMARY KEY (u) | expand | add-foreign-key
          CREATE TABLE c (id int PRIMARY KEY, u int REFERENCES u ON DELETE CASCADE); CREATE TABLE d (c int REFERENCES c) | expand | add-foreign-key
          CREATE TABLE c (id int PRIMARY KEY); CREATE TABLE d (c int REFERENCES c); ALTER TABLE c ADD u int REFERENCES u ON DELETE CASCADE | expand | add-foreign-key
          ALTER TABLE u ADD p int REFERENCES p                                      | expand   | add-foreign-key
          ALTER TABLE u ADD p int REFERENCES p ON DELETE CASCADE                    | expand   | add-foreign-key
          ALTER TABLE u ADD p int DEFAULT 1 REFERENCES p ON DELETE SET NULL         | contract | add-foreign-key
          ALTER TABLE u ADD z int, ADD FOREIGN KEY (z, a) REFERENCES p              | contract | add-foreign-key
          CREATE TABLE c (u int REFERENCES u ON DELETE CASCADE); CREATE TRIGGER g AFTER DELETE ON c EXECUTE FUNCTION f() | offline | trigger
          CREATE TABLE c (u int REFERENCES u ON DELETE CASCADE); CREATE TRIGGER g AFTER INSERT ON c EXECUTE FUNCTION f() | expand |
          CREATE TABLE c (u int); CREATE TRIGGER g AFTER DELETE ON c EXECUTE FUNCTION f(); ALTER TABLE c ADD FOREIGN KEY (u) REFERENCES u ON DELETE CASCADE | offline | trigger
          # for people only
          ALTER TABLE u ADD CHECK (a > 0) NOT ENFORCED                              | expand   |
          ALTER TABLE u ADD z int CHECK (z > a) NOT ENFORCED                        | expand   |
          ALTER TABLE u ADD FOREIGN KEY (a) REFERENCES p NOT ENFORCED               | expand   |
          ALTER TABLE u ADD UNIQUE (a, r WITHOUT OVERLAPS)                          | contract | add-unique
          ALTER TABLE u ADD FOREIGN KEY (a, PERIOD r) REFERENCES p (a, PERIOD r)    | contract | add-foreign-key
          """)
  void whatOlderCodeDoesNotWriteRefusesNothingOfIt(String migration, String phase, String rule)
      throws UnreadableSqlException {
    var statements = SqlSplitter.split(Dialect.POSTGRESQL, migration, 1);
    var strictest = "expand";
    var rules = new ArrayList<String>();
    for (var judgement : new PostgresJudge(GRAMMAR, 18).judge(statements)) {
      if (!judgement.phase().text().equals("expand")) {
        strictest = judgement.phase().text();
      }
      for (var remark : judgement.remarks()) {
        if (remark.rule().breaks()) {
          rules.add(remark.rule().id());
        }
      }
    }
    assertThat(strictest).as(migration).isEqualTo(phase);
    assertThat(rules).as(migration).isEqualTo(rule == null ? List.of() : List.of(rule));
  }
}
