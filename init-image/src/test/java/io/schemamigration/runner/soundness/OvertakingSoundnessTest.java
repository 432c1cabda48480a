package io.schemamigration.runner.soundness;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.analysis.JudgedMigration;
import io.schemamigration.core.analysis.postgresql.PostgresJudge;
import io.schemamigration.core.analysis.several.Overtaking;
import io.schemamigration.core.grammar.PostgresGrammar;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.source.read.Inventory;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.window.Phase;
import io.schemamigration.runner.judge.Judges;
import io.schemamigration.runner.support.Postgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A real server can't tell in which order two migrations were run of which one may overtake the
 * other: its catalog and its rows are the same. Seeds and numbers can be given with {@code
 * -Dsoundness.seed} and {@code -Dsoundness.schemas}.
 */
class OvertakingSoundnessTest {
  private static final int DRAWN = 60;
  private static final int PAIRS = 60;

  /** A migration and what is known of it. */
  private record Drawn(List<String> statements, JudgedMigration judged) {}

  /** All that a migration could leave behind. */
  private static final String STATE =
      """
      SELECT string_agg(line, E'\\n' ORDER BY line) FROM (
        SELECT concat_ws(' ', 'column', attrelid::regclass, attname, row_number() OVER (
            PARTITION BY attrelid ORDER BY attnum), format_type(atttypid, atttypmod), attnotnull,
            attidentity, attgenerated, attstattarget, attstorage, attacl,
            pg_get_expr(adbin, adrelid)) AS line
          FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
          LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
          WHERE attnum > 0 AND NOT attisdropped AND relnamespace::regnamespace::text = ANY (%1$s)
        UNION ALL SELECT concat_ws(' ', 'relation', oid::regclass, relkind, reloptions, relowner,
            relacl, relrowsecurity, relforcerowsecurity, relpersistence, relreplident,
            obj_description(oid), CASE relkind WHEN 'v' THEN pg_get_viewdef(oid)
            WHEN 'i' THEN pg_get_indexdef(oid) END)
          FROM pg_class WHERE relnamespace::regnamespace::text = ANY (%1$s)
        UNION ALL SELECT concat_ws(' ', 'constraint', conrelid::regclass, contypid::regtype,
            conname, convalidated, pg_get_constraintdef(oid))
          FROM pg_constraint WHERE connamespace::regnamespace::text = ANY (%1$s)
        UNION ALL SELECT concat_ws(' ', 'type', t.oid::regtype, typtype, typnotnull, typdefault,
            (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum
              WHERE enumtypid = t.oid))
          FROM pg_type t WHERE typnamespace::regnamespace::text = ANY (%1$s)
        UNION ALL SELECT concat_ws(' ', 'function', oid::regprocedure, prosrc)
          FROM pg_proc WHERE pronamespace::regnamespace::text = ANY (%1$s)
        UNION ALL SELECT concat_ws(' ', 'sequence', schemaname, sequencename, last_value)
          FROM pg_sequences WHERE schemaname = ANY (%1$s)
        UNION ALL SELECT concat_ws(' ', 'schema', nspname, nspacl) FROM pg_namespace
          WHERE nspname = ANY (%1$s)
        UNION ALL SELECT concat_ws(' ', 'rows', oid::regclass, query_to_xml(
            'SELECT * FROM ' || oid::regclass || ' AS r ORDER BY r::text', true, false, ''))
          FROM pg_class
          WHERE relkind IN ('r', 'm') AND relnamespace::regnamespace::text = ANY (%1$s)
      ) AS lines
      """
          .formatted("ARRAY['public', 'other', 'x1']");

  private final PostgresGrammar grammar = Judges.postgres();
  private final List<String> different = new ArrayList<>();
  private int apart;
  private int ran;

  @Test
  void whatOvertakesLeavesTheSameBehind() throws SQLException {
    long seed = Long.getLong("soundness.seed", 1);
    int schemas = Integer.getInteger("soundness.schemas", 25);
    var database = Postgres.create();
    try (var older = new OlderCode(Postgres.port(), database);
        var connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + Postgres.port() + "/" + database,
                "postgres",
                "")) {
      connection.setAutoCommit(false);
      for (int i = 0; i < schemas; i++) {
        var draw = new Draw(seed * 1_000_003 + i);
        older.make(RandomSchema.draw(draw));
        pairs(connection, draw, older.release());
      }
    }
    Postgres.drop(database);
    assertThat(different).as(apart + " apart, " + ran + " ran").isEmpty();
    assertThat(apart).as("called apart").isGreaterThan(schemas * PAIRS / 10);
    assertThat(ran).as("of these, accepted by the server").isGreaterThan(apart / 10);
  }

  /** Each of a schema's contracts with each expand migration, up to a number that is run. */
  private void pairs(Connection connection, Draw draw, int release) throws SQLException {
    var judge = new PostgresJudge(grammar, release);
    var contracts = new ArrayList<Drawn>();
    var expands = new ArrayList<Drawn>();
    for (int i = 0; i < DRAWN; i++) {
      var statements = RandomMigration.draw(draw);
      if (!isByItself(statements) || !isSteady(statements)) {
        continue;
      }
      var judged = JudgedMigration.of(migration(statements), judge);
      if (judged.migration().phase() == Phase.CONTRACT) {
        contracts.add(new Drawn(statements, judged));
      } else if (judged.migration().phase() == Phase.EXPAND) {
        expands.add(new Drawn(statements, judged));
      }
    }
    int left = PAIRS;
    while (left-- > 0 && !contracts.isEmpty() && !expands.isEmpty()) {
      var contract = contracts.get(draw.below(contracts.size()));
      var later = expands.get(draw.below(expands.size()));
      if (Overtaking.obstacle(later.judged(), contract.judged(), Dialect.POSTGRESQL) == null) {
        apart++;
        compare(connection, contract.statements(), later.statements());
      }
    }
  }

  /** Here both run in one transaction, and one's savepoint isn't there for the other elsewhere. */
  private static boolean isByItself(List<String> statements) {
    return statements.stream()
        .noneMatch(sql ->
            sql.startsWith("SAVEPOINT") || sql.startsWith("RELEASE") || sql.startsWith("ROLLBACK"));
  }

  /** Whether it writes the same, or is refused, whenever it runs. */
  private static boolean isSteady(List<String> statements) {
    var text = String.join(" ", statements).toLowerCase(Locale.ROOT);
    return Stream.of("random", "now()", "current_", "gen_random").noneMatch(text::contains);
  }

  private void compare(Connection connection, List<String> contract, List<String> later)
      throws SQLException {
    var inOrder = state(connection, contract, later);
    if (inOrder.startsWith("refused")) {
      return; // in their order they don't work at all
    }
    ran++;
    var overtaken = state(connection, later, contract);
    if (!overtaken.equals(inOrder)) {
      var lines = new ArrayList<>(overtaken.lines().toList());
      lines.removeAll(inOrder.lines().toList());
      different.add(
          "\ncontract "
              + contract
              + "\novertaken by "
              + later
              + "\nhas "
              + lines.subList(0, Math.min(3, lines.size())));
    }
  }

  /** What there is after both; taken back again. */
  private static String state(Connection connection, List<String> first, List<String> second)
      throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SET LOCAL search_path TO public");
      for (var migration : List.of(first, second)) {
        for (var sql : migration) {
          statement.execute(sql);
        }
      }
      statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
      statement.execute("SET LOCAL search_path TO public");
      try (var row = statement.executeQuery(STATE)) {
        row.next();
        return row.getString(1);
      }
    } catch (SQLException e) {
      return "refused: " + e.getMessage();
    } finally {
      connection.rollback();
    }
  }

  private static Migration migration(List<String> statements) {
    try {
      var text = String.join(";\n", statements).getBytes(StandardCharsets.UTF_8);
      return Inventory.of(List.of(new SourceFile("001_drawn.sql", text)))
          .read(Dialect.POSTGRESQL)
          .migrations()
          .getFirst();
    } catch (SourceException e) {
      throw new AssertionError(e);
    }
  }
}
