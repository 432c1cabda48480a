package io.schemamigration.core.analysis.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.analysis.Certainty;
import io.schemamigration.core.analysis.MigrationJudgement;
import io.schemamigration.core.window.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecreateTest {
  private static final String BEFORE =
      """
      CREATE TABLE u (id INTEGER PRIMARY KEY, name TEXT, age INT DEFAULT 0, mail TEXT UNIQUE);
      CREATE INDEX by_name ON u (name);
      CREATE TRIGGER g AFTER INSERT ON u BEGIN UPDATE u SET age = 1; END;
      CREATE TABLE o (u INT REFERENCES u(id) ON DELETE CASCADE);
      """;
  private static final String PARTS =
      ";CREATE INDEX by_name ON u (name);CREATE TRIGGER g AFTER INSERT ON u BEGIN UPDATE u SET age = 1; END";

  private static MigrationJudgement judged(String columns, String copied, String end) {
    return SqliteJudgeTest.judged(
        BEFORE,
        "CREATE TABLE n ("
            + columns
            + "); INSERT INTO n "
            + copied
            + "; DROP TABLE u; ALTER TABLE n RENAME TO u"
            + end);
  }

  private static List<String> rules(MigrationJudgement judgement) {
    return judgement.findings().stream()
        .map(f -> f.rule().id())
        .filter(r -> !r.equals("sqlite-recreate-foreign-keys"))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      nullValues = "-",
      value = {
        "expand|-|id INTEGER PRIMARY KEY, name TEXT, age INT DEFAULT 0, mail TEXT UNIQUE|SELECT * FROM u",
        "expand|-|id INTEGER PRIMARY KEY, name VARCHAR(9), age BIGINT DEFAULT 0, mail TEXT, c INT DEFAULT 1, UNIQUE (mail)|(mail, id, name, age) SELECT u.mail, id, coalesce(name, ''), age FROM u ORDER BY id",
        "contract|drop-column|id INTEGER PRIMARY KEY, name TEXT, mail TEXT UNIQUE|SELECT id, name, mail FROM u",
        "offline|rename-column sqlite-recreate-narrows|id INTEGER PRIMARY KEY, title TEXT, age INT DEFAULT 0, mail TEXT UNIQUE|SELECT id, name, age, mail FROM u",
        "offline|sqlite-affinity|id INTEGER PRIMARY KEY, name INT, age INT DEFAULT 0, mail TEXT UNIQUE|SELECT * FROM u",
        "offline|sqlite-affinity|id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE, age INT DEFAULT 0, mail TEXT UNIQUE|SELECT * FROM u",
        "contract|sqlite-recreate-narrows|id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INT DEFAULT 0, mail TEXT UNIQUE|SELECT * FROM u",
        "offline|sqlite-recreate-narrows mixed-phases|id INTEGER PRIMARY KEY, name TEXT, age INT DEFAULT 1, mail TEXT UNIQUE|SELECT * FROM u",
        "contract|sqlite-recreate-narrows|id INTEGER PRIMARY KEY, name TEXT, age INT DEFAULT 0 CHECK (age > 0), mail TEXT UNIQUE|SELECT * FROM u",
        "contract|sqlite-recreate-narrows|id INTEGER PRIMARY KEY, name TEXT, age INT DEFAULT 0, mail TEXT|SELECT * FROM u",
        "contract|sqlite-foreign-key sqlite-recreate-narrows|id INTEGER PRIMARY KEY, name TEXT, age INT DEFAULT 0 REFERENCES o(u), mail TEXT UNIQUE|SELECT * FROM u",
        "contract|sqlite-recreate-narrows|id INTEGER PRIMARY KEY, age INT DEFAULT 0, name TEXT, mail TEXT UNIQUE|SELECT id, age, name, mail FROM u",
        "offline|sqlite-required-column|id INTEGER PRIMARY KEY, name TEXT, age INT DEFAULT 0, mail TEXT UNIQUE, c INT NOT NULL|SELECT *, 1 FROM u",
        "contract|sqlite-recreate-loses-values|id INTEGER PRIMARY KEY, name TEXT, age INT DEFAULT 0, mail TEXT UNIQUE|SELECT * FROM u WHERE id > 3",
        "contract|sqlite-recreate-loses-values|id INTEGER PRIMARY KEY, name TEXT, age INT DEFAULT 0, mail TEXT UNIQUE|(id, name, mail) SELECT id, name, mail FROM u",
        "contract|sqlite-recreate-loses-values|id INTEGER PRIMARY KEY, name TEXT, age INT DEFAULT 0, mail TEXT UNIQUE|SELECT id, 'x', age, mail FROM u",
        "offline|unknown-statement|id INTEGER PRIMARY KEY, name TEXT, age INT DEFAULT 0, mail TEXT UNIQUE|SELECT * FROM u JOIN o ON 1 UNION SELECT DISTINCT 1 FROM x, (SELECT"
      })
  void theDifferenceOfBothTablesIsWhatItDoes(
      String phase, String rule, String columns, String copied) {
    var judgement = judged(columns, copied, PARTS);
    assertThat(judgement.phase().text()).as(judgement.findings().toString()).isEqualTo(phase);
    assertThat(rules(judgement)).isEqualTo(rule == null ? List.of() : List.of(rule.split(" ")));
  }

  private static final String SAME =
      "id INTEGER PRIMARY KEY, name TEXT, age INT DEFAULT 0, mail TEXT UNIQUE";

  @Test
  void anIndexAndATriggerThatAreNotMadeAgainAreTold() {
    var judgement = judged(SAME, "SELECT * FROM u", "");
    assertThat(rules(judgement))
        .containsExactly("sqlite-recreate-loses-index", "sqlite-recreate-loses-trigger");
    assertThat(judgement.phase()).isEqualTo(Phase.CONTRACT);
  }

  @Test
  void whatIsMadeOnTheNewTableIsEverybodysAfterwards() {
    var sql =
        "CREATE TABLE n ("
            + SAME
            + "); INSERT INTO n SELECT * FROM u;%s; DROP TABLE u; ALTER TABLE n RENAME TO u"
            + PARTS;
    var unique = SqliteJudgeTest.judged(BEFORE, sql.formatted("CREATE UNIQUE INDEX x ON n (name)"));
    assertThat(unique.phase()).isEqualTo(Phase.OFFLINE);
    assertThat(rules(unique)).containsExactly("sqlite-recreate-narrows", "mixed-phases");
    var trigger =
        SqliteJudgeTest.judged(
            BEFORE, sql.formatted("CREATE TRIGGER x AFTER INSERT ON n BEGIN DELETE FROM n; END"));
    assertThat(trigger.certainty()).isEqualTo(Certainty.UNKNOWN);
  }

  @Test
  void rowsThatOthersWouldLoseAreTold() {
    assertThat(judged(SAME, "SELECT * FROM u", PARTS).findings())
        .extracting(f -> f.rule().id())
        .containsExactly("sqlite-recreate-foreign-keys");
  }

  @Test
  void aTableThatNobodyKnowsCantBeCompared() {
    var judgement =
        SqliteJudgeTest.judged(
            "CREATE TABLE n (a); INSERT INTO n SELECT a FROM u; DROP TABLE u; ALTER TABLE n RENAME TO u");
    assertThat(judgement.certainty()).isEqualTo(Certainty.UNKNOWN);
  }

  /** ANY of a STRICT table keeps a text that looks like a number; NUMERIC makes one of it. */
  @Test
  void whatKeepsAllBecomesWhatTurnsTextsIntoNumbers() {
    var judged =
        SqliteJudgeTest.judged(
            "CREATE TABLE u (id INTEGER PRIMARY KEY, v ANY) STRICT;",
            "CREATE TABLE n (id INTEGER PRIMARY KEY, v NUMERIC);"
                + " INSERT INTO n (id, v) SELECT id, v FROM u; DROP TABLE u;"
                + " ALTER TABLE n RENAME TO u");
    assertThat(judged.phase()).isNotEqualTo(Phase.EXPAND);
  }

  @Test
  void whatTurnsTextsIntoNumbersBecomesWhatKeepsAll() {
    var judged =
        SqliteJudgeTest.judged(
            "CREATE TABLE u (id INTEGER PRIMARY KEY, v ANY);",
            "CREATE TABLE n (id INTEGER PRIMARY KEY, v BLOB);"
                + " INSERT INTO n (id, v) SELECT id, v FROM u; DROP TABLE u;"
                + " ALTER TABLE n RENAME TO u");
    assertThat(judged.phase()).isNotEqualTo(Phase.EXPAND);
  }
}
