package io.schemamigration.core.fuzz;

import io.schemamigration.core.analysis.Judge;
import io.schemamigration.core.analysis.postgresql.PostgresJudge;
import io.schemamigration.core.analysis.sqlite.SqliteJudge;
import io.schemamigration.core.analysis.sqlite.SqliteSchema;
import io.schemamigration.core.grammar.PostgresGrammar;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.source.name.SourceIndex;
import io.schemamigration.core.source.read.Inventory;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlSplitter;
import io.schemamigration.core.sql.UnreadableSqlException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Every parser of what people write, as a target of a fuzzer ({@code make fuzz}): the first byte
 * tells which one reads the others. Anything but the exception that the parser declares is a find,
 * and so is a second for every 100 KB.
 */
public final class Parsers {
  private static final long NANOS_OF_A_BLOCK = 1_000_000_000L;
  private static final int BLOCK = 100_000;

  /** The largest functions of PostgreSQL's grammar are interpreted. */
  private static final int GRAMMAR_FACTOR = 10;

  private static final PostgresGrammar GRAMMAR = PostgresGrammar.load();
  private static final Judge POSTGRES = new PostgresJudge(GRAMMAR, PostgresJudge.ANY_RELEASE);

  private Parsers() {}

  /** The fuzzer's entry point. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length > 0) {
      read(input[0], java.util.Arrays.copyOfRange(input, 1, input.length));
    }
  }

  /** Has one of the parsers read it, within its time; once more, when classes were loaded first. */
  static void read(int parser, byte[] content) {
    int kind = (parser >> 1) & 7;
    boolean grammar = kind > 4 || (kind == 4 && (parser & 1) == 0);
    long most = NANOS_OF_A_BLOCK * (1 + content.length / BLOCK) * (grammar ? GRAMMAR_FACTOR : 1);
    long took = time(parser, content);
    if (took > most && time(parser, content) > most) {
      throw new IllegalStateException(content.length + " bytes took " + took / 1_000_000 + " ms");
    }
  }

  private static long time(int parser, byte[] content) {
    var thread = ManagementFactory.getThreadMXBean(); // others may be at work on the machine
    long start = thread.getCurrentThreadCpuTime();
    var dialect = (parser & 1) == 0 ? Dialect.POSTGRESQL : Dialect.SQLITE;
    switch ((parser >> 1) & 7) {
      case 0 -> source(dialect, new SourceFile("001_x.sql", content));
      case 1 ->
          source(
              dialect,
              new SourceFile("V001__x/up.sql", new byte[] {'1'}),
              new SourceFile("V001__x/metadata.yaml", content));
      case 2 -> names(new String(content, StandardCharsets.UTF_8));
      case 3 -> split(dialect, new String(content, StandardCharsets.UTF_8));
      case 4 -> judge(dialect, new String(content, StandardCharsets.UTF_8));
      default -> GRAMMAR.parse(new String(content, StandardCharsets.UTF_8));
    }
    return thread.getCurrentThreadCpuTime() - start;
  }

  private static void source(Dialect dialect, SourceFile... files) {
    try {
      Inventory.of(List.of(files)).read(dialect).digest();
    } catch (SourceException e) {
      told(e);
    }
  }

  /** Names, one a line. */
  private static void names(String text) {
    try {
      SourceIndex.of(List.of(text.split("\n", -1)));
    } catch (SourceException e) {
      told(e);
    }
  }

  private static void told(SourceException e) {
    for (var problem : e.problems()) {
      if (problem.text().isBlank()) {
        throw new IllegalStateException("refused without a word", e);
      }
    }
    if (e.problems().isEmpty()) {
      throw new IllegalStateException("refused without a problem", e);
    }
  }

  private static void judge(Dialect dialect, String text) {
    try {
      var judge = dialect == Dialect.POSTGRESQL ? POSTGRES : new SqliteJudge(SqliteSchema.EMPTY);
      Judging.check(dialect, judge, SqlSplitter.split(dialect, text, 1));
    } catch (UnreadableSqlException e) {
      split(dialect, text);
    }
  }

  private static void split(Dialect dialect, String text) {
    try {
      for (var statement : SqlSplitter.split(dialect, text, 1)) {
        if (!text.contains(statement.sql())) {
          throw new IllegalStateException("not in the text: " + statement);
        }
      }
    } catch (UnreadableSqlException e) {
      if (e.line() < 1) {
        throw new IllegalStateException("no line", e);
      }
    }
  }
}
