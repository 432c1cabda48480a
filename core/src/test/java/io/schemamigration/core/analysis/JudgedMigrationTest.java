package io.schemamigration.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.Repeatable;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.source.read.Inventory;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.window.Phase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgedMigrationTest {
  /** Knows some statements by their first words. */
  private static final Judge FAKE =
      statements -> {
        var judgements = new ArrayList<Judgement>();
        for (var statement : statements) {
          judgements.add(judgement(statement));
        }
        return judgements;
      };

  private static final Subject UNACCEPTED =
      new Subject("1", "1.sql", Phase.EXPAND, List.of(), List.of());

  private static Judgement judgement(Statement statement) {
    var sql = statement.sql();
    if (sql.startsWith("DROP")) {
      return judged(Phase.CONTRACT, Certainty.KNOWN, Rule.DROP_COLUMN);
    }
    if (sql.startsWith("ALTER")) {
      return judged(Phase.OFFLINE, Certainty.KNOWN, Rule.RENAME_COLUMN);
    }
    if (sql.startsWith("DO")) {
      return judged(Phase.OFFLINE, Certainty.UNKNOWN, Rule.UNKNOWN_STATEMENT);
    }
    var effects = sql.startsWith("ADD") ? List.of(added(sql.substring(4))) : List.<Effect>of();
    return new Judgement(Phase.EXPAND, Certainty.KNOWN, effects, List.of(), Set.of(), List.of());
  }

  private static Effect added(String table) {
    return new Effect(Effect.Change.ADDS, new DatabaseObject(DatabaseObject.Kind.TABLE, table));
  }

  private static Judgement judged(Phase phase, Certainty certainty, Rule rule) {
    return new Judgement(
        phase,
        certainty,
        List.of(),
        List.of(),
        Set.of(),
        List.of(new Remark(rule, 5, rule.id() + "!", "don't")));
  }

  private static Migration read(String sql) {
    try {
      var file = new SourceFile("001_x.sql", sql.getBytes(StandardCharsets.UTF_8));
      return Inventory.of(List.of(file)).read(Dialect.POSTGRESQL).migrations().getFirst();
    } catch (SourceException e) {
      throw new AssertionError(e);
    }
  }

  private static Migration settled(String sql) {
    return JudgedMigration.of(read(sql), FAKE).migration();
  }

  @ParameterizedTest
  @CsvSource({
    "SELECT 1,                                              EXPAND",
    "DROP x,                                                CONTRACT",
    "ALTER x,                                               OFFLINE",
    "DO x,                                                  ",
    "SELECT 1; DROP x; SELECT 2,                            CONTRACT",
    "DROP x; ALTER x,                                       OFFLINE",
    "ALTER x; DO x,                                         ",
  })
  void withoutADeclarationTheStatementsDecide(String sql, Phase phase) {
    assertThat(settled(sql).phase()).isEqualTo(phase);
  }

  @ParameterizedTest
  @CsvSource({
    "expand,   SELECT 1, EXPAND",
    "contract, SELECT 1, CONTRACT",
    "offline,  SELECT 1, OFFLINE",
    "expand,   DROP x,   CONTRACT",
    "contract, DROP x,   CONTRACT",
    "offline,  DROP x,   OFFLINE",
    "expand,   ALTER x,  OFFLINE",
    "contract, ALTER x,  OFFLINE",
    "expand,   DO x,     ",
    "contract, DO x,     ",
    "offline,  DO x,     OFFLINE",
  })
  void theStricterOfDeclarationAndStatementsWins(String declared, String sql, Phase phase) {
    assertThat(settled("-- phase: " + declared + "\n" + sql).phase()).isEqualTo(phase);
  }

  @ParameterizedTest
  @CsvSource({
    "'ADD t; DROP x',                                                          OFFLINE",
    "'DROP x; ADD t',                                                          OFFLINE",
    "'-- phase: expand\nADD t; DROP x',                                        OFFLINE",
    "'-- phase: contract\nADD t; DROP x',                                      CONTRACT",
    "'-- phase: expand\n-- accept: drop-column it never was read\nADD t; DROP x', EXPAND",
    "'ADD t; SELECT 1',                                                        EXPAND",
  })
  void whatNewerCodeNeedsDoesNotWaitForTheEndOfOlderCode(String sql, Phase phase) {
    assertThat(settled(sql).phase()).isEqualTo(phase);
  }

  @Test
  void whatIsNewAndWhatBreaksAreBothTold() {
    assertThat(settled("ADD t;\nDROP x").breaks())
        .startsWith("001_x.sql:2: drop-column!; 001_x.sql:1: table t is new, but comes only when");
  }

  @Test
  void aMilderDeclarationCountsWhereItsRuleIsAccepted() {
    var accepted = "-- phase: expand\n-- accept: drop-column nobody reads it\nDROP x";
    assertThat(settled(accepted).phase()).isEqualTo(Phase.EXPAND);
    assertThat(settled(accepted + "; ALTER x").phase()).isEqualTo(Phase.OFFLINE);
    assertThat(settled(accepted.replace("drop-column", "rename-column")).phase())
        .isEqualTo(Phase.CONTRACT);
  }

  @Test
  void anAcceptanceMayStandBesideItsStatement() {
    var sql = "-- phase: expand\nSELECT 1;\n-- accept: unknown-statement it only logs\nDO x";
    assertThat(settled(sql).phase()).isEqualTo(Phase.EXPAND);
  }

  @Test
  void anAcceptanceAloneDeclaresNothing() {
    assertThat(settled("-- accept: drop-column nobody reads it\nDROP x").phase())
        .isEqualTo(Phase.CONTRACT);
  }

  @Test
  void anAcceptanceInsideOfATextIsNone() {
    var sql = "-- phase: expand\nSELECT '\n-- accept: drop-column x y\n'; DROP x";
    assertThat(settled(sql).phase()).isEqualTo(Phase.CONTRACT);
  }

  @Test
  void anAcceptanceNeedsAReason() {
    assertThatThrownBy(() -> read("-- accept: drop-column\nDROP x"))
        .hasMessageContaining("001_x.sql:1: accept: 'drop-column' has no reason");
  }

  @Test
  void theStatementThatNobodyUnderstandsIsNamed() {
    assertThat(settled("SELECT 1; DO x; DO y").undecided().sql()).isEqualTo("DO x");
    assertThat(settled("DROP x").undecided()).isNull();
  }

  @Test
  void whatBreaksIsToldWithItsPlace() {
    assertThat(settled("SELECT 1;\n DROP x;\nALTER x").breaks())
        .isEqualTo("001_x.sql:2: drop-column!; 001_x.sql:3: rename-column!");
    assertThat(settled("SELECT 1").breaks()).isNull();
    assertThat(settled("DROP x;".repeat(100)).breaks()).hasSize(300).endsWith("…");
  }

  @Test
  void findingsPointAtLinesAndColumns() {
    var judged = JudgedMigration.of(read("SELECT 1;  DROP\nx"), FAKE).judgement();
    assertThat(judged.findings())
        .extracting(Finding::text)
        .containsExactly("001_x.sql:2:1: warning: drop-column! [drop-column]");
    assertThat(judged.phase()).isEqualTo(Phase.CONTRACT);
  }

  @Test
  void eachStatementHasItsOwnFindings() {
    var judged = JudgedMigration.of(read("SELECT 1;\nDROP x;\nALTER x"), FAKE).judgement();

    assertThat(judged.statements())
        .extracting(one -> one.statement().sql())
        .containsExactly("SELECT 1", "DROP x", "ALTER x");
    assertThat(judged.statements())
        .extracting(one -> one.findings().stream().map(Finding::text).toList())
        .containsExactly(
            List.of(),
            List.of("001_x.sql:2:6: warning: drop-column! [drop-column]"),
            List.of("001_x.sql:3:6: error: rename-column! [rename-column]"));
    assertThat(judged.mixture()).isNull();
  }

  @Test
  void whatIsSaidAboutAllStatementsComesLast() {
    var judged = JudgedMigration.of(read("ADD t;\nDROP x"), FAKE).judgement();

    assertThat(judged.mixture()).isNotNull();
    assertThat(judged.findings())
        .extracting(Finding::rule)
        .containsExactly(Rule.DROP_COLUMN, Rule.MIXED_PHASES);
    assertThat(judged.phase()).isEqualTo(Phase.OFFLINE);
  }

  @Test
  void whatCouldNotBeJudgedMayDoAnything() {
    var unjudged = MigrationJudgement.unjudged(Subject.of(read("SELECT 1; SELECT 2")));

    assertThat(unjudged.phase()).isEqualTo(Phase.OFFLINE);
    assertThat(unjudged.certainty()).isEqualTo(Certainty.UNKNOWN);
    assertThat(unjudged.statements())
        .extracting(one -> one.judgement().certainty())
        .containsExactly(Certainty.UNKNOWN, Certainty.UNKNOWN);
    assertThat(unjudged.findings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "CREATE TABLE t (a int),                     true",
    "DROP TABLE t,                               false",
    "'-- phase: expand\nCREATE TABLE t (a int)', true",
    "'-- phase: expand\nDROP TABLE t',           false",
    "'-- phase: contract\nDROP TABLE t',         false",
    "'-- phase: offline\nDROP TABLE t',          true",
  })
  void whatIsOnTheShortListNeedsNoLook(String sql, boolean plain) {
    assertThat(JudgedMigration.plain(read(sql), Dialect.POSTGRESQL)).isEqualTo(plain);
  }

  @Test
  void whatIsUnknownIsNeverMilderThanOffline() {
    assertThatThrownBy(() -> judged(Phase.CONTRACT, Certainty.UNKNOWN, Rule.UNKNOWN_STATEMENT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theFirstStatementMayBeTheOneThatNobodyUnderstands() {
    assertThat(settled("DO x; DO y").undecided().sql()).isEqualTo("DO x");
  }

  @Test
  void whatBreaksNothingNeedsNoAcceptance() {
    assertThat(UNACCEPTED.accepts(judgement(new Statement("SELECT 1", 1)))).isTrue();
  }

  @Test
  void aJudgementWithoutAReasonCantBeAccepted() {
    var costly = judged(Phase.CONTRACT, Certainty.KNOWN, Rule.LOCK_TABLE);
    assertThat(UNACCEPTED.accepts(costly)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "SELECT 1,                       EXPAND",
    "DROP x,                         CONTRACT",
    "'-- phase: expand\nDROP x',     CONTRACT",
    "'-- phase: contract\nSELECT 1', CONTRACT",
    "DO x,                           ",
  })
  void aFileThatIsRunWheneverItChangesIsSettledLikeAMigration(String sql, Phase phase) {
    assertThat(JudgedMigration.settled(repeatable(sql), FAKE).phase()).isEqualTo(phase);
  }

  @ParameterizedTest
  @CsvSource({
    "CREATE TABLE t (a int),                     true",
    "'-- phase: expand\nCREATE TABLE t (a int)', true",
    "'-- phase: expand\nDROP TABLE t',           false",
  })
  void aFileThatIsRunWheneverItChangesMayNeedNoLookEither(String sql, boolean plain) {
    assertThat(JudgedMigration.plain(repeatable(sql), Dialect.POSTGRESQL)).isEqualTo(plain);
  }

  @ParameterizedTest
  @CsvSource({
    "UPDATE t SET a = 1 WHERE id > :from AND id <= :upto AND a IS NULL, true",
    "UPDATE t SET a = 1 WHERE id BETWEEN :from AND :upto AND a IS NULL, true",
    "UPDATE t SET a = 1 WHERE id > :from AND id <= :upto, false",
    "DELETE FROM t WHERE id > :from AND id <= :upto,      false",
  })
  void rowsThatAreFilledInBatchesNeedNoLook(String sql, boolean plain) {
    var migration = read("-- phase: expand\n-- backfill: t.id batch 10\n" + sql);
    assertThat(migration.up().getFirst().backfill()).isNotNull();
    assertThat(JudgedMigration.plain(migration, Dialect.POSTGRESQL)).isEqualTo(plain);
  }

  private static Repeatable repeatable(String sql) {
    try {
      var files =
          List.of(
              new SourceFile("V1__x.sql", "SELECT 1".getBytes(StandardCharsets.UTF_8)),
              new SourceFile("R__v.sql", sql.getBytes(StandardCharsets.UTF_8)));
      return Inventory.of(files).read(Dialect.POSTGRESQL).repeatables().getFirst();
    } catch (SourceException e) {
      throw new AssertionError(e);
    }
  }
}
