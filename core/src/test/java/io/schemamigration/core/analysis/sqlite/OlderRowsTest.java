package io.schemamigration.core.analysis.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.window.Phase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whether the CHECK of a new column takes rows without a value: those that are there, and those
 * that older code inserts. SQLite 3.40 itself takes them wherever it says expand here.
 */
class OlderRowsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # NULL: what isn't known isn't refused
          z int CHECK (z > 0)                                 | expand
          z int CHECK (z)                                     | expand
          z int CHECK (z > 0 AND z < 10)                      | expand
          z int CHECK (z < 0 OR z > 10)                       | expand
          z int CHECK (z BETWEEN 1 AND 9)                     | expand
          z int CHECK (5 >= z)                                | expand
          z text CHECK (z IN ('a', 'b'))                      | expand
          z text CHECK (z LIKE 'a%')                          | expand
          z text CHECK (z GLOB 'a*')                          | expand
          z text CHECK (length(z) = 32)                       | expand
          z text CHECK (length(lower(trim(z))) > 0)           | expand
          z text CHECK (z IS NULL OR json_valid(z))           | expand
          z text CHECK (json_valid(z) OR z IS NULL)           | expand
          z int CHECK (z IS NULL)                             | expand
          z int CHECK (z ISNULL)                              | expand
          z int CHECK (z IS NULL OR z > 0)                    | expand
          z int CHECK (z > 0 OR z IS NULL)                    | expand
          z int CHECK (z IS NULL AND z > 0)                   | expand
          z int CHECK ((z > 0))                               | expand
          z int CHECK ((z) > 0)                               | offline
          z int CHECK ((z > 0 OR z = -1) AND z <> 7)          | expand
          z int CHECK (z > 0 AND 1 = 1)                       | expand
          z int CHECK (1 = 2 OR z > 0)                        | expand
          z int CHECK ("z" > 0)                               | expand
          z int CHECK (1 = 2 AND z > 0)                       | offline
          z int CHECK (z > 0 AND 1 > 1)                       | offline
          z int CHECK (1 IS NULL)                             | offline
          z int CHECK (z > 0 AND 1 IS NULL)                   | offline
          z int CHECK (z IS NOT NULL)                         | offline
          z int CHECK (z NOTNULL)                             | offline
          z int CHECK (NOT (z IS NULL))                       | offline
          z int CHECK (coalesce(z, 0) > 0)                    | offline
          z int CHECK (length(coalesce(z, 'a')) > 9)          | offline
          z int CHECK (length(1) > 9)                         | offline
          z int CHECK (z > a)                                 | offline
          z int CHECK (z > 0 OR a > 0)                        | offline
          z int CHECK (a > 0 OR z > 0)                        | offline
          z int CHECK (z > 0 AND a > 0)                       | offline
          z text CHECK (z LIKE a)                             | offline
          z text CHECK ('b' LIKE 'a')                         | offline
          z int CHECK (z IN (SELECT 1))                       | offline
          z int CHECK (z IN ())                               | offline
          z int CHECK (z BETWEEN 1 AND a)                     | offline
          z int CHECK (z IS 1)                                | offline
          z int CHECK (z > 0 COLLATE nocase)                  | offline
          z int CHECK ((z > 0 COLLATE nocase))                | offline
          z int CHECK ((z > 0) + 0)                           | offline
          z int AS (a) CHECK (z > 0)                          | offline
          z text CHECK (json_valid(z))                        | offline
          z text CHECK (json_valid(z) = 1)                    | offline
          z text CHECK (json_valid(z) IS NULL)                | offline
          z text CHECK (z IS NULL AND json_valid(z))          | offline
          z text CHECK (z IS NULL OR json_valid(a))           | offline
          # a default
          z int DEFAULT 5 CHECK (z = 5)                       | expand
          z int DEFAULT 5 CHECK (z == 5)                      | expand
          z int DEFAULT 5 CHECK (z <> 4)                      | expand
          z int DEFAULT 5 CHECK (z != 6)                      | expand
          z int DEFAULT 5 CHECK (z > 4)                       | expand
          z int DEFAULT 5 CHECK (z >= 5)                      | expand
          z int DEFAULT 5 CHECK (z >= 4)                      | expand
          z int DEFAULT 5 CHECK (z < 6)                       | expand
          z int DEFAULT 5 CHECK (z <= 5)                      | expand
          z int DEFAULT 5 CHECK (z <= 6)                      | expand
          z int DEFAULT 5 CHECK (4 < z)                       | expand
          z int DEFAULT 5 CHECK (z BETWEEN 5 AND 5)           | expand
          z int DEFAULT 5 CHECK (z IN (4, 5, 6))              | expand
          z int DEFAULT 5 CHECK (z IN (5))                    | expand
          z int DEFAULT 5 CHECK (z > 9 OR z < 6)              | expand
          z int DEFAULT 5 CHECK (z > 4 AND z < 6)             | expand
          z int DEFAULT (5) CHECK (z = 5)                     | expand
          z int DEFAULT -5 CHECK (z < 0)                      | expand
          z int DEFAULT -5 CHECK (z = -5)                     | expand
          z int NOT NULL DEFAULT 0 CHECK (z IN (0, 1))        | expand
          z text DEFAULT 'a' CHECK (z IN ('a', 'b'))          | expand
          z text DEFAULT 'a' CHECK (z = 'a')                  | expand
          z int DEFAULT 5 CHECK (z IS NULL OR z = 5)          | expand
          z int DEFAULT 5 CHECK (z = 4)                       | offline
          z int DEFAULT 5 CHECK (z == 6)                      | offline
          z int DEFAULT 5 CHECK (z <> 5)                      | offline
          z int DEFAULT 5 CHECK (z != 5)                      | offline
          z int DEFAULT 5 CHECK (z > 5)                       | offline
          z int DEFAULT 5 CHECK (z > 6)                       | offline
          z int DEFAULT 5 CHECK (z >= 6)                      | offline
          z int DEFAULT 5 CHECK (z < 5)                       | offline
          z int DEFAULT 5 CHECK (z < 4)                       | offline
          z int DEFAULT 5 CHECK (z <= 4)                      | offline
          z int DEFAULT 5 CHECK (z BETWEEN 6 AND 9)           | offline
          z int DEFAULT 5 CHECK (z BETWEEN 1 AND 4)           | offline
          z int DEFAULT 5 CHECK (z IN (4, 6))                 | offline
          z int DEFAULT 5 CHECK (z IS NULL)                   | offline
          z int DEFAULT 5 CHECK (z ISNULL)                    | offline
          z int DEFAULT 5 CHECK (z > 4 AND z > 6)             | offline
          z int DEFAULT 5 CHECK (z > 6 AND z > 4)             | offline
          z int DEFAULT 5 CHECK (z > 6 OR z < 5)              | offline
          z int DEFAULT -5 CHECK (z > 0)                      | offline
          z int DEFAULT -5 CHECK (z = 5)                      | offline
          z text DEFAULT 'c' CHECK (z IN ('a', 'b'))          | offline
          z text DEFAULT 'a' CHECK (z = 'A')                  | offline
          z text DEFAULT 'a' CHECK (z <> 'a')                 | offline
          z text DEFAULT 'a' CHECK (length(z) = 2)            | offline
          z int DEFAULT 5 CHECK (length(z) = 2)               | offline
          z int DEFAULT 5 CHECK (z IN (5, a))                 | offline
          # what isn't worth knowing
          z int DEFAULT 5 CHECK (z)                           | offline
          z int DEFAULT 5 CHECK (length(z) = 1)               | offline
          z text DEFAULT 'b' CHECK (z > 'a')                  | offline
          z text DEFAULT '5' CHECK (z >= 5)                   | offline
          z real DEFAULT 5 CHECK (z > 4)                      | offline
          z int DEFAULT 5000000000 CHECK (z > 4)              | offline
          z int DEFAULT 5 CHECK (z > 4.5)                     | offline
          z int DEFAULT (2 + 3) CHECK (z = 5)                 | offline
          z text DEFAULT CURRENT_TIMESTAMP CHECK (z > '1999') | offline
          """)
  void aCheckOfANewColumnIsOfflineWhereItMayRefuseThem(String column, String expected) {
    var phase = Phase.parse(expected).orElseThrow();
    var judgement = SqliteJudgeTest.judged("ALTER TABLE t ADD COLUMN " + column);
    assertThat(judgement.phase()).as(column).isEqualTo(phase);
    assertThat(judgement.findings().stream().anyMatch(f -> f.rule() == Rule.SQLITE_COLUMN_RULE))
        .as(column)
        .isEqualTo(phase == Phase.OFFLINE);
  }
}
