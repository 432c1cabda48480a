package io.schemamigration.runner.soundness;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.analysis.Certainty;
import io.schemamigration.core.analysis.postgresql.PostgresJudge;
import io.schemamigration.core.grammar.PostgresGrammar;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.window.Phase;
import io.schemamigration.runner.judge.Judges;
import io.schemamigration.runner.support.Postgres;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What is called expand, and known, breaks nothing that older code did before. Seeds and numbers
 * can be given with {@code -Dsoundness.seed} and {@code -Dsoundness.schemas}.
 */
class SoundnessTest {
  private static final int MIGRATIONS = 120;

  private final PostgresGrammar grammar = Judges.postgres();
  private final List<String> broken = new ArrayList<>();
  private int expands;
  private int ran;
  private int checked;

  @Test
  void whatIsCalledExpandBreaksNothingThatOlderCodeDid() throws SQLException {
    long seed = Long.getLong("soundness.seed", 1);
    int schemas = Integer.getInteger("soundness.schemas", 25);
    var database = Postgres.create();
    try (var older = new OlderCode(Postgres.port(), database)) {
      for (int i = 0; i < schemas; i++) {
        schema(older, new Draw(seed * 1_000_003 + i));
      }
    }
    Postgres.drop(database);
    assertThat(broken).isEmpty();
    assertThat(expands).as("called expand").isGreaterThan(schemas * MIGRATIONS / 8);
    assertThat(ran).as("of these, accepted by the server").isGreaterThan(expands / 4);
    assertThat(checked).as("older statements").isGreaterThan(ran * 5);
  }

  private void schema(OlderCode older, Draw draw) throws SQLException {
    var schema = RandomSchema.draw(draw);
    older.make(schema);
    var working = older.working(List.of(), RandomSchema.older(draw));
    for (int i = 0; i < MIGRATIONS; i++) {
      var migration = RandomMigration.draw(draw);
      if (!isExpand(schema, migration, older.release())) {
        continue;
      }
      expands++;
      var failed = older.failing(migration, working);
      if (failed == null) {
        continue; // the server refuses the migration
      }
      ran++;
      checked += working.size();
      for (var statement : failed) {
        broken.add(shrunk(older, schema, migration, statement));
      }
    }
  }

  /** Whether it is, where the folder is known, or where it isn't. */
  private boolean isExpand(List<String> schema, List<String> migration, int release) {
    var known = new PostgresJudge(grammar, release);
    known.follow(statements(RandomSchema.folder(schema)));
    return isExpand(known, migration) || isExpand(new PostgresJudge(grammar, release), migration);
  }

  private static List<Statement> statements(List<String> written) {
    var statements = new ArrayList<Statement>();
    for (var sql : written) {
      statements.add(new Statement(sql, 1));
    }
    return statements;
  }

  private static boolean isExpand(PostgresJudge judge, List<String> migration) {
    for (var judgement : judge.judge(statements(migration))) {
      if (judgement.phase() != Phase.EXPAND || judgement.certainty() != Certainty.KNOWN) {
        return false;
      }
    }
    return true;
  }

  /** The fewest statements of the migration, and of the schema's, that still show it. */
  private String shrunk(
      OlderCode older, List<String> schema, List<String> migration, String statement)
      throws SQLException {
    var fewest = new ArrayList<>(migration);
    for (int i = fewest.size() - 1; i >= 0; i--) {
      var fewer = new ArrayList<>(fewest);
      fewer.remove(i);
      var failed = older.failing(fewer, List.of(statement));
      if (isExpand(schema, fewer, older.release()) && failed != null && !failed.isEmpty()) {
        fewest = fewer;
      }
    }
    var tables = new ArrayList<>(schema);
    tables.removeIf(sql -> !sql.startsWith("CREATE"));
    return "\nhaving "
        + String.join(";\n  ", tables)
        + "\nthe migration "
        + String.join("; ", fewest)
        + "\nbreaks "
        + statement
        + "\nas "
        + older.message();
  }
}
