package io.schemamigration.core.analysis.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.grammar.Grammar;
import io.schemamigration.core.grammar.PostgresGrammar;
import io.schemamigration.core.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowShapeTest {
  private static final PostgresGrammar GRAMMAR = PostgresGrammar.load();
  private static final String[] PARTS = {
    "INSERT", " INTO ", " t ", "s.t", " (", ")", ",", "a", " b ", "VALUES", " VALUES (", "1", "-2",
    "1.5", "'x'", "'it''s'", "''", "NULL", "DEFAULT", "true", ";", "--", "/*", "f(1)", "'\\'",
        "E'x'",
    "\n", "select", "1e5", "0x1F", "1_000", "user", "\"t\"", "'a' 'b'", "::int", "$1", "*", ".", "é"
  };

  @Test
  void statementsThatDifferByTheirValuesHaveOneShape() {
    var shape = RowShape.of("INSERT INTO s.t (a, b) VALUES (1, 'x''y', NULL)");
    assertThat(shape).isNotNull();
    assertThat(RowShape.of("INSERT INTO s.t (a, b) VALUES ( -25.50,\n'other',true )"))
        .isEqualTo(shape);
    assertThat(RowShape.of("insert into t values (1), (2)")).isNotNull();
    assertThat(RowShape.of("INSERT INTO a0z9_AZ VALUES (90)")).startsWith("INSERT INTO a0z9_AZ ");
    assertThat(RowShape.of("INSERT INTO ä VALUES (1)")).isNotNull();
    assertThat(RowShape.of("INSERT INTO t\t(a\r\n) VALUES\n(1)")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO s.u (a, b) VALUES (1, 'x', NULL)",
        "INSERT INTO s.t (a, c) VALUES (1, 'x', NULL)",
        "INSERT INTO s.t (a, b) VALUES ('1', 'x', NULL)",
        "INSERT INTO s.t (a, b) VALUES (1, 'x', DEFAULT)",
        "INSERT INTO s.t (a, b) VALUES (1, 'x'), (NULL)",
        "INSERT INTO s.t (a, b) VALUES (1, 'x', NULL), (1, 'x', NULL)"
      })
  void othersHaveAnother(String sql) {
    assertThat(RowShape.of(sql))
        .isNotNull()
        .isNotEqualTo(RowShape.of("INSERT INTO s.t (a, b) VALUES (1, 'x', NULL)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t VALUES (f(1))",
        "INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING",
        "INSERT INTO t VALUES (1) RETURNING f(a)",
        "INSERT INTO t SELECT f(1)",
        "INSERT INTO t VALUES ('a\\'), (f(1)), ('b')",
        "INSERT INTO t VALUES ('a' 'b')",
        "INSERT INTO t VALUES (E'a')",
        "INSERT INTO t VALUES ('a'::regclass)",
        "INSERT INTO t VALUES (1e5)",
        "INSERT INTO t VALUES (12abc)",
        "INSERT INTO t VALUES (1.2.3)",
        "INSERT INTO t VALUES (.)",
        "INSERT INTO t VALUES (-)",
        "INSERT INTO t VALUES (-.)",
        "INSERT INTO t VALUES ('a'b)",
        "INSERT INTO t VALUES ()",
        "INSERT INTO t VALUES (1,)",
        "INSERT INTO 1t VALUES (1)",
        "INSERT INTO t (1) VALUES (1)",
        "INSERT INTO t (a VALUES (1)",
        "INSERT INTO t. VALUES (1)",
        "INSERT INTO t (1)",
        "INSERT INTO t (a) (1)",
        "(1)",
        "INSERT t VALUES (1)",
        "INSERT INTO t VALUES (1",
        "INSERT INTO t VALUES (1)) ",
        "INSERT INTO t VALUES (1);",
        "INSERT INTO t VALUES",
        "INSERT INTO t VALUES ('a",
        "INSERT INTO \"t\" VALUES (1)",
        "INSERT INTO t (a[1]) VALUES (1)",
        "INSERT INTO t -- x\nVALUES (1)",
        "INSERT INTOt VALUES (1)",
        "WITH x AS (SELECT f(1)) INSERT INTO t VALUES (1)",
        "UPDATE t SET a = 1",
        ""
      })
  void whatMayDoMoreHasNone(String sql) {
    assertThat(RowShape.of(sql)).isNull();
  }

  /** Whatever is put together of such parts: one shape, one tree but for what a value is. */
  @Test
  void whatHasAShapeIsReadByPostgresqlAsTheFirstOfItsShapeIs() {
    var random = new Random(20261122);
    int shaped = 0;
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder(random.nextInt(3) == 0 ? "" : "INSERT INTO t (a) VALUES (");
      for (int parts = random.nextInt(8); parts >= 0; parts--) {
        text.append(PARTS[random.nextInt(PARTS.length)]);
      }
      var sql = text.append(random.nextInt(3) == 0 ? "" : ")").toString();
      if (RowShape.of(sql) != null) {
        shaped++;
        assertThat(GRAMMAR.parse(sql)).as(sql).isInstanceOf(Grammar.Tree.class);
        assertThat(types(sql)).as(sql).containsOnlyOnce("InsertStmt").doesNotContain("FuncCall");
      }
    }
    assertThat(shaped).isGreaterThan(200);
  }

  private static List<String> types(String sql) {
    var types = new ArrayList<String>();
    if (GRAMMAR.parse(sql) instanceof Grammar.Tree(var statements)) {
      statements.forEach(node -> node.walk(part -> types.add(part.type())));
    }
    return types;
  }

  @Test
  void aMigrationOfRowsIsReadOnceAndJudgedRowByRow() {
    var parsed = new ArrayList<String>();
    Grammar counting =
        sql -> {
          parsed.add(sql);
          return GRAMMAR.parse(sql);
        };
    var judge = new PostgresJudge(counting, PostgresJudge.ANY_RELEASE);
    var rows = new ArrayList<Statement>();
    for (int i = 0; i < 1000; i++) {
      rows.add(new Statement("INSERT INTO t (a) VALUES (" + i + ")", i + 1));
    }
    var judgements = judge.judge(rows);
    assertThat(judgements).hasSize(1000);
    assertThat(judgements.getLast()).isEqualTo(judgements.getFirst());
    assertThat(parsed).hasSize(1);
  }

  @Test
  void whatIsTooLongHasNone() {
    var begin = "INSERT INTO t VALUES ('";
    var longest = begin + "x".repeat(16_384 - begin.length() - 2) + "')";
    assertThat(RowShape.of(longest)).isNotNull();
    assertThat(RowShape.of(longest + " ")).isNull();
  }

  @Test
  void aValueThatIsNewInItsEnumIsSeenAllTheSame() {
    var judgements =
        Judged.all(
            18,
            "INSERT INTO t (m) VALUES ('old')",
            "ALTER TYPE mood ADD VALUE 'new'",
            "INSERT INTO t (m) VALUES ('new')");
    assertThat(Judged.rules(judgements.getLast())).contains("enum-value-used-at-once");
  }
}
