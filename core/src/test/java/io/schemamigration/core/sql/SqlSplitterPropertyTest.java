package io.schemamigration.core.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.schemamigration.core.sql.words.ExpandList;
import io.schemamigration.core.sql.words.StatementKind;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SqlSplitterPropertyTest {
  @Property(tries = 500)
  void splittingWhatWasJoinedGivesTheSameStatements(
      @ForAll Dialect dialect,
      @ForAll("statements") List<String> statements,
      @ForAll("gap") String gap) {
    var text = String.join(gap, statements);
    assertThat(SqlSplitter.split(dialect, text, 1).stream().map(Statement::sql).toList())
        .isEqualTo(statements);
  }

  @Property(tries = 500)
  void everyStatementStandsInTheTextOnTheLineThatIsTold(
      @ForAll Dialect dialect,
      @ForAll("statements") List<String> statements,
      @ForAll("gap") String gap) {
    var text = String.join(gap, statements);
    var lines = text.split("\n", -1);
    for (var statement : SqlSplitter.split(dialect, text, 1)) {
      var firstLine = statement.sql().split("\n", -1)[0];
      assertThat(lines[statement.line() - 1]).contains(firstLine);
    }
  }

  @Property(tries = 2000)
  void anyTextIsSplitOrRefused(@ForAll Dialect dialect, @ForAll("soup") String text) {
    assertThatCode(
            () -> {
              try {
                for (var statement : SqlSplitter.split(dialect, text, 1)) {
                  assertThat(statement.sql()).doesNotMatch("(?s)[ \\t-\\r;].*|.*[ \\t-\\r;]|");
                  ExpandList.isExpand(dialect, statement);
                  StatementKind.transactional(dialect, statement);
                  StatementKind.transactionControl(dialect, statement);
                }
                SqlComment.in(dialect, text);
              } catch (UnreadableSqlException e) {
                assertThat(e.line())
                    .isBetween(1, 1 + (int) text.chars().filter(c -> c == '\n').count());
              }
            })
        .doesNotThrowAnyException();
  }

  @Provide
  Arbitrary<List<String>> statements() {
    var piece =
        Arbitraries.of(
            "a",
            "b1",
            "'x;y'",
            "'it''s'",
            "\"q;r\"",
            "(1, 2)",
            "/* c; */",
            "-- d;\n e",
            "=",
            "1.5",
            "CASE",
            "END",
            "été",
            "--\n1");
    return piece
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(pieces -> "SELECT " + String.join(" ", pieces) + " z")
        .list()
        .ofMinSize(1)
        .ofMaxSize(5);
  }

  @Provide
  Arbitrary<String> gap() {
    return Arbitraries.of(";", ";\n", " ; ", ";\r\n\r\n", "; -- x;'\n", ";/* y;' */", ";;\n;");
  }

  @Provide
  Arbitrary<String> soup() {
    var piece =
        Arbitraries.of(
            "'",
            "\"",
            "`",
            "[",
            "]",
            "$$",
            "$a$",
            "$",
            ";",
            "\n",
            " ",
            "--",
            "/*",
            "*/",
            "\\",
            "E'",
            "(",
            ")",
            "CREATE ",
            "TRIGGER ",
            "FUNCTION ",
            "BEGIN ",
            "ATOMIC ",
            "END ",
            "RULE ",
            "COPY ",
            "FROM ",
            "STDIN ",
            "TABLE ",
            "ALTER ",
            "ADD ",
            "INSERT INTO t ",
            "VALUES ",
            "1",
            ".",
            ",",
            "\0",
            "\uD800",
            "ü",
            "REINDEX ",
            "INDEX ",
            "ON ");
    return Arbitraries.oneOf(
        piece.list().ofMaxSize(25).map(pieces -> String.join("", pieces)),
        Arbitraries.strings().ofMaxLength(60));
  }
}
