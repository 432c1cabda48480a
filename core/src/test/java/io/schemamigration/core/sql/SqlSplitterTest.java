package io.schemamigration.core.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlSplitterTest {
  private static List<String> postgresql(String text) {
    return texts(Dialect.POSTGRESQL, text);
  }

  private static List<String> sqlite(String text) {
    return texts(Dialect.SQLITE, text);
  }

  private static List<String> texts(Dialect dialect, String text) {
    return SqlSplitter.split(dialect, text, 1).stream().map(Statement::sql).toList();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void statementsEndAtSemicolonsAndTheLastNeedsNone(Dialect dialect) {
    assertThat(texts(dialect, "SELECT 1;\n\n SELECT 2 ;; SELECT 3"))
        .containsExactly("SELECT 1", "SELECT 2", "SELECT 3");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void commentsBetweenStatementsAreLeftOutAndThoseInsideAreKept(Dialect dialect) {
    assertThat(texts(dialect, "-- a; b\n/* c; */ SELECT /* d; */ 1 -- e;\n + 2; -- f"))
        .containsExactly("SELECT /* d; */ 1 -- e;\n + 2");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void nothingButBlanksAndCommentsIsNoStatement(Dialect dialect) {
    assertThat(texts(dialect, "")).isEmpty();
    assertThat(texts(dialect, " ;\n;-- only this\n/* and this */")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'a;b', 'it''s; c'",
        "SELECT \"a;\"\"b\"",
        "SELECT 'back\\'",
        "CREATE TABLE t (a int, b text DEFAULT ';')",
        "SELECT (1; 2"
      })
  void quotesHideSemicolonsInBothDialects(String sql) {
    if (sql.startsWith("SELECT (")) {
      assertThat(postgresql(sql + ";")).containsExactly("SELECT (1", "2");
      assertThat(sqlite(sql + ";")).containsExactly("SELECT (1", "2");
    } else {
      assertThat(postgresql(sql + "; SELECT 2")).containsExactly(sql, "SELECT 2");
      assertThat(sqlite(sql + "; SELECT 2")).containsExactly(sql, "SELECT 2");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT E'it\\'s; quoted'",
        "SELECT e'a'\n  'b\\';c'",
        "SELECT E'a' -- remark\n 'b\\';c'",
        "SELECT U&'d!0061t;a' UESCAPE '!'",
        "SELECT /* outer; /* inner; */ still; */ 1",
        "DO $$ BEGIN PERFORM 1; END; $$",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $body$ SELECT '$$;'; $body$",
        "SELECT a$b$c, $1 FROM t",
        "CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO u VALUES (1); DELETE FROM v;)",
        "CREATE OR REPLACE RULE r AS ON DELETE TO t DO (SELECT 1; SELECT 2)",
        "CREATE FUNCTION f(x int) RETURNS int BEGIN ATOMIC SELECT CASE x WHEN 1 THEN 2 END;"
            + " SELECT 3 AS end; END",
        "CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC INSERT INTO t VALUES (1); END",
        "CREATE FUNCTION f() RETURNS void BEGIN ATOMIC END",
        "CREATE TABLE größe (\"ü;\" int)",
        "SELECT 1 FROM t WHERE a @> '{1;2}' AND b [1] = 2",
        "COPY t TO STDOUT"
      })
  void postgresqlKeepsThisInOnePiece(String sql) {
    assertThat(postgresql(sql + ";\nSELECT 2;")).containsExactly(sql, "SELECT 2");
    assertThat(postgresql(sql)).containsExactly(sql);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void theDataOfCopyGoWithItAndAreNoSql(String end) {
    var data = "1\tit's; 'x" + end + "2\t-- Down $$ /*" + end + "\\.x" + end;
    var text =
        "SELECT 0;"
            + end
            + "copy public.t (a, b) from stdin with (delimiter ';') ;"
            + end
            + data
            + "\\."
            + end
            + end
            + "SELECT 3;";
    assertThat(SqlSplitter.split(Dialect.POSTGRESQL, text, 1))
        .containsExactly(
            new Statement("SELECT 0", 1),
            new Statement("copy public.t (a, b) from stdin with (delimiter ';')", 2, data),
            new Statement("SELECT 3", 8));
    assertThat(SqlComment.in(Dialect.POSTGRESQL, text)).isEmpty();
  }

  @Test
  void aCommentMayStandBehindTheSemicolonOfCopy() {
    assertThat(
            SqlSplitter.split(Dialect.POSTGRESQL, "COPY t FROM STDIN; -- rows; of t\n1\n\\.\n", 1))
        .containsExactly(new Statement("COPY t FROM STDIN", 1, "1\n"));
  }

  @Test
  void copyMayHaveNoRowsAndItsEndMayEndTheFile() {
    assertThat(SqlSplitter.split(Dialect.POSTGRESQL, "COPY t FROM STDIN;\n\\.", 1))
        .containsExactly(new Statement("COPY t FROM STDIN", 1, ""));
    assertThat(
            postgresql("COPY t FROM '/tmp/x'; COPY t TO STDOUT; SELECT copy FROM stdin; SELECT 2"))
        .hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT [a;b], `c;``d`",
        "CREATE TRIGGER tr AFTER INSERT ON t BEGIN UPDATE t SET a = 1; DELETE FROM u; END",
        "CREATE TEMP TRIGGER IF NOT EXISTS tr UPDATE OF end ON t WHEN new.a > 1 BEGIN"
            + " UPDATE t SET end = CASE new.a WHEN 1 THEN 2 ELSE 3 END; SELECT 1; END",
        "create trigger tr before delete on t begin\n select 1; -- end;\n end",
        "SELECT /* no /* nesting */ 1",
        "SELECT 'a' WHERE x GLOB '[;]'",
        "SELECT $a, :b, @c, ?1"
      })
  void sqliteKeepsThisInOnePiece(String sql) {
    assertThat(sqlite(sql + ";\nSELECT 2;")).containsExactly(sql, "SELECT 2");
    assertThat(sqlite(sql)).containsExactly(sql);
  }

  /**
   * Searching on to the file's end at each quote took minutes here; it takes less than a second.
   */
  @Test
  void aLargeFileTakesTimeInProportionToItsSize() {
    var text = "INSERT INTO t VALUES ('it''s', \"x\", $$y$$); -- z\n".repeat(50_000);
    var statements =
        assertTimeoutPreemptively(
            Duration.ofSeconds(30), () -> SqlSplitter.split(Dialect.POSTGRESQL, text, 1));
    assertThat(statements).hasSize(50_000);
    assertThat(statements.getLast().line()).isEqualTo(50_000);
  }

  @Test
  void columnsAreCountedInCharacters() {
    var statements =
        SqlSplitter.split(Dialect.POSTGRESQL, "SELECT '😀é'; SELECT 2;\n  SELECT 3", 1);
    assertThat(statements).extracting(Statement::column).containsExactly(1, 14, 3);
  }

  @Test
  void linesAreThoseOfTheFile() {
    var statements =
        SqlSplitter.split(Dialect.POSTGRESQL, "\r\n-- x\r\nSELECT 1;\r\nSELECT\r\n2; SELECT 3", 10);
    assertThat(statements)
        .containsExactly(
            new Statement("SELECT 1", 12),
            new Statement("SELECT\r\n2", 13),
            new Statement("SELECT 3", 14, 4, null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1;\nSELECT 'a\n\n;",
        "SELECT 1;\nSELECT \"a\n;",
        "SELECT 1;\n/* a /* b */\n;",
        "SELECT 1;\nDO $x$ a $y$\n;",
        "SELECT 1;\nSELECT E'a\\'\n;",
        "SELECT 1;\nCREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1;\n SELECT 2;",
        "SELECT 1;\nCOPY t FROM STDIN;\n1\tx\n",
        "SELECT 1;\nCOPY t FROM STDIN",
        "SELECT 1;\nCOPY t FROM STDIN;",
        "SELECT 1;\nCOPY t FROM STDIN; SELECT 2;\n\\.\n",
        "SELECT 1;\n\\copy t FROM 'file'\n",
        "SELECT 1;\n\\i other.sql\n",
        "SELECT 1;\nSELECT 2 \\gset\n",
        "SELECT 1;\nSELECT '\0'"
      })
  void whatHasNoEndIsToldWithTheLineOnWhichItBegins(String text) {
    assertThatThrownBy(() -> SqlSplitter.split(Dialect.POSTGRESQL, text, 1))
        .isInstanceOfSatisfying(
            UnreadableSqlException.class,
            e -> {
              assertThat(e.line()).isEqualTo(2);
              assertThat(e.hint()).isNotBlank();
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1;\nSELECT [a\n;",
        "SELECT 1;\nSELECT `a\n;",
        "SELECT 1;\n.read other.sql\n",
        "SELECT 1;\nCREATE TRIGGER t AFTER INSERT ON t BEGIN SELECT 1;\nSELECT 2;"
      })
  void sqliteTellsTheLineToo(String text) {
    assertThatThrownBy(() -> SqlSplitter.split(Dialect.SQLITE, text, 1))
        .isInstanceOfSatisfying(
            UnreadableSqlException.class, e -> assertThat(e.line()).isEqualTo(2));
  }

  /** Every patched pg_dump writes these two lines. */
  @Test
  void theLinesThatRestrictPsqlAreLeftOut() {
    var text = "\\restrict 4fQ0\n\nSELECT 1;\nSELECT 2;\n\n\\unrestrict 4fQ0\n\n";

    assertThat(SqlSplitter.split(Dialect.POSTGRESQL, text, 1))
        .extracting(Statement::sql)
        .containsExactly("SELECT 1", "SELECT 2");
    for (var other : List.of("\\restrictions x\n", "SELECT 1 \\restrict x\n", "\\connect x\n")) {
      assertThatThrownBy(() -> SqlSplitter.split(Dialect.POSTGRESQL, other, 1))
          .isInstanceOf(UnreadableSqlException.class);
    }
  }
}
