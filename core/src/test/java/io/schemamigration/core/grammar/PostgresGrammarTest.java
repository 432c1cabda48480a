package io.schemamigration.core.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresGrammarTest {
  private static PostgresGrammar grammar;

  @BeforeAll
  static void load() {
    grammar = PostgresGrammar.load();
  }

  private static Node only(String sql) {
    var parsed = grammar.parse(sql);
    assertThat(parsed).as(sql).isInstanceOf(Grammar.Tree.class);
    var statements = ((Grammar.Tree) parsed).statements();
    assertThat(statements).hasSize(1);
    return statements.getFirst();
  }

  @Test
  void aStatementBecomesATree() {
    var alter = only("ALTER TABLE shop.users DROP COLUMN IF EXISTS name CASCADE");
    assertThat(alter.type()).isEqualTo("AlterTableStmt");
    assertThat(alter.node("relation").text("relname")).isEqualTo("users");
    assertThat(alter.node("relation").text("schemaname")).isEqualTo("shop");
    var command = alter.nodes("cmds").getFirst();
    assertThat(command.text("subtype")).isEqualTo("AT_DropColumn");
    assertThat(command.text("name")).isEqualTo("name");
    assertThat(command.flag("missing_ok")).isTrue();
    assertThat(command.text("behavior")).isEqualTo("DROP_CASCADE");
    assertThat(command.only("subtype", "name", "behavior", "missing_ok")).isTrue();
    assertThat(command.only("subtype", "name", "behavior")).isFalse();
  }

  @Test
  void severalStatementsComeInOrder() {
    var parsed = (Grammar.Tree) grammar.parse("SELECT 1; CREATE TABLE t (a int); -- end\n");
    assertThat(parsed.statements())
        .extracting(Node::type)
        .containsExactly("SelectStmt", "CreateStmt");
  }

  @Test
  void textsAreReadWithTheirEscapes() {
    var comment = only("COMMENT ON TABLE t IS E'a\"b\\\\c\\nd\\te\\u00e9😀'");
    assertThat(comment.text("comment")).isEqualTo("a\"b\\c\nd\teé😀");
  }

  @Test
  void placesAreCountedInCharactersNotBytes() {
    var sql = "SELECT 'é😀ß', wrong";
    var column = new Node[1];
    only(sql).walk(node -> column[0] = node.is("ColumnRef") ? node : column[0]);
    assertThat(sql.substring(column[0].location())).isEqualTo("wrong");
  }

  @Test
  void anErrorTellsItsPlaceInCharacters() {
    var sql = "ALTER TABLE \"é😀\" DRP COLUMN x";
    var refused = (Grammar.Malformed) grammar.parse(sql);
    assertThat(refused.message()).isEqualTo("syntax error at or near \"DRP\"");
    assertThat(sql.substring(refused.offset())).startsWith("DRP");
  }

  @Test
  void itGoesOnAfterAnError() {
    assertThat(grammar.parse("selec 1")).isInstanceOf(Grammar.Malformed.class);
    assertThat(only("SELECT 1").type()).isEqualTo("SelectStmt");
  }

  @Test
  void whatFollowsANulIsNotHidden() {
    var refused = (Grammar.Malformed) grammar.parse("ALTER TABLE a ADD b int\0; DROP TABLE x");
    assertThat(refused.offset()).isEqualTo(23);
  }

  @Test
  void aStatementThatIsTooLongIsNotJudged() {
    var sql = "SELECT '" + "x".repeat(PostgresGrammar.LONGEST) + "'";
    assertThat(grammar.parse(sql)).isInstanceOf(Grammar.Unjudged.class);
  }

  @Test
  void aStatementThatIsTooDeepIsNotJudgedAndTheNextOneIs() {
    var deep = "SELECT " + "(".repeat(20_000) + "1" + ")".repeat(20_000);
    assertThat(grammar.parse(deep)).isNotInstanceOf(Grammar.Tree.class);
    var chain = "SELECT 1" + "+1".repeat(20_000);
    assertThat(grammar.parse(chain)).isNotInstanceOf(Grammar.Malformed.class);
    assertThat(only("SELECT 1").type()).isEqualTo("SelectStmt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE `t` (a int)",
        "SELECT 1\nGO\nSELECT 2",
        "ALTER TABLE t ADD COLUMN a INT AFTER b",
        "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT)",
        "ALTER TABLE t DROP COLUMN",
        "DROP TABLE",
        "SELECT 'open",
        "(",
      })
  void otherSqlIsRefused(String sql) {
    assertThat(grammar.parse(sql)).isInstanceOf(Grammar.Malformed.class);
  }

  @Test
  void anotherOneReadsTheSame() {
    assertThat(PostgresGrammar.load().parse("SELECT 1"))
        .hasToString(grammar.parse("SELECT 1").toString());
  }
}
