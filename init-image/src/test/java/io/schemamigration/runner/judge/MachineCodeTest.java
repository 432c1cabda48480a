package io.schemamigration.runner.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.schemamigration.core.grammar.Grammar;
import io.schemamigration.core.grammar.PostgresGrammar;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An error in machine code would end the process: what could cause one is refused before. */
class MachineCodeTest {
  private final PostgresGrammar machineCode = Judges.postgres();
  private final PostgresGrammar webAssembly = PostgresGrammar.load();

  @BeforeEach
  void onThisMachine() {
    var here = System.getProperty("os.name") + "/" + System.getProperty("os.arch");
    assumeTrue(here.equals("Linux/amd64") || here.equals("Linux/aarch64"), here);
    assertThat(Judges.grammar()).isEqualTo("machine code");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        "SELECT 1; ; SELECT 'é😀', $tag$ ß $tag$; -- end",
        "SELECT 1.5e300, -2147483648, 99999999999999999999, B'101', X'ff', U&'\\0041'",
        "ALTER TABLE \"é😀\" DRP COLUMN x",
        "SELECT 'open",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$",
        "SELECT U&'\\zzzz'",
        "SELECT E'\\u0000'",
        "CREATE TABLE t (a int DEFAULT (SELECT 1), b text COLLATE \"C\" GENERATED ALWAYS AS (a) VIRTUAL)",
      })
  void bothGiveTheSame(String sql) {
    assertThat(machineCode.parse(sql)).hasToString(webAssembly.parse(sql).toString());
  }

  /** The answer is what this thread has room for: what matters is that there is one. */
  @Test
  void depthEndsNoProcess() throws Exception {
    for (long stack : new long[] {1 << 18, 1 << 20, 8 << 20}) {
      for (var sql : deep()) {
        var parsed = on(stack, () -> machineCode.parse(sql));
        if (parsed instanceof Grammar.Malformed(var message, var _)) {
          assertThat(message).startsWith("memory exhausted at or near");
        }
        assertThat(on(stack, () -> machineCode.parse("SELECT 1"))).isInstanceOf(Grammar.Tree.class);
      }
    }
  }

  @Test
  void whatIsTooDeepForAServerIsNotJudged() throws Exception {
    var parsed = on(64 << 20, () -> machineCode.parse("SELECT 1" + "+1".repeat(100_000)));
    assertThat(parsed).isInstanceOf(Grammar.Unjudged.class);
  }

  private static String[] deep() {
    return new String[] {
      "SELECT " + "(".repeat(100_000) + "1" + ")".repeat(100_000),
      "SELECT 1" + "+1".repeat(100_000),
      "SELECT " + "NOT ".repeat(60_000) + "true",
      "SELECT " + "a".concat(".a".repeat(3)) + "::int".repeat(40_000),
      "SELECT " + "(SELECT ".repeat(25_000) + "1" + ")".repeat(25_000),
      "SELECT ARRAY" + "[".repeat(100_000) + "]".repeat(100_000),
      "SELECT 1" + " UNION SELECT 1".repeat(16_000),
    };
  }

  @Test
  void aModerateDepthIsJudgedOnAThreadWithLittleStack() throws Exception {
    var sql = "SELECT 1" + "+1".repeat(200);
    assertThat(on(1 << 18, () -> machineCode.parse(sql))).isInstanceOf(Grammar.Tree.class);
  }

  @Test
  void theRoomLeftIsAskedAnewOnEachCall() {
    assertThat(machineCode.parse("SELECT 1")).isInstanceOf(Grammar.Tree.class);
    assertThat(further(MOST_CALLS)).isNull(); // no crash, whatever is left
  }

  /** Calls from ever deeper until Java has no stack left. */
  private Grammar.Parsed further(int calls) {
    try {
      if (calls % 50 == 0) {
        assertThat(machineCode.parse(CHAIN)).isNotInstanceOf(Grammar.Malformed.class);
      }
      return calls == 0 ? machineCode.parse("SELECT 1") : further(calls - 1);
    } catch (StackOverflowError e) {
      return null;
    }
  }

  private static final int MOST_CALLS = 10_000_000;
  private static final String CHAIN = "SELECT 1" + "+1".repeat(3_000);

  @Test
  void manyThreadsReadAtOnce() throws Exception {
    var sql = "CREATE TABLE t (a int); SELECT * FROM t WHERE a IN (1, 2, 3); DROP TABLE";
    var expected = webAssembly.parse(sql).toString();
    try (var pool = Executors.newFixedThreadPool(8)) {
      var results = new ArrayList<java.util.concurrent.Future<String>>();
      for (int i = 0; i < 2_000; i++) {
        results.add(pool.submit(() -> Judges.postgres().parse(sql).toString()));
      }
      for (var result : results) {
        assertThat(result.get()).isEqualTo(expected);
      }
    }
  }

  @Test
  void threadsThatComeAndGoLeaveNothingBehind() throws Exception {
    for (int i = 0; i < 3_000; i++) {
      assertThat(on(1 << 20, () -> machineCode.parse("SELECT 1"))).isInstanceOf(Grammar.Tree.class);
    }
  }

  private static <T> T on(long stack, Callable<T> work) throws Exception {
    var result = new java.util.concurrent.FutureTask<>(work);
    new Thread(null, result, "small", stack).start();
    return result.get();
  }
}
