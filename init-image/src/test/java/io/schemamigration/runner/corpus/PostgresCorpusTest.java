package io.schemamigration.runner.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.runner.corpus.ServerParser.Verdict;
import io.schemamigration.runner.support.Postgres;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL's regression tests, taken apart by our splitter; a real server's parser says of every
 * piece whether it is one statement, and of what lies between two whether it is nothing.
 */
class PostgresCorpusTest {
  /** Statements that are to fail for their syntax, and on an older server those it doesn't know. */
  private static final int MEANT_TO_BE_BAD =
      System.getProperty("postgres.binaries") == null ? 420 : 1100;

  /** How many of the next pieces are put together with a bad one, to see if it was cut off. */
  private static final int NEXT = 6;

  /** The only commands of psql that the splitter leaves out by itself. */
  private static final Pattern RESTRICT = Pattern.compile("(?m)^\\s*\\\\(un)?restrict .*$");

  private final List<String> wrong = new ArrayList<>();
  private final List<String> bad = new ArrayList<>();
  private String database;
  private ServerParser parser;

  @BeforeEach
  void connect() {
    database = Postgres.create();
    parser = new ServerParser(Postgres.port(), database);
  }

  @AfterEach
  void drop() {
    parser.close();
    Postgres.drop(database);
  }

  @Test
  void everyPieceIsOneStatementForTheServersParserToo() {
    int pieces = 0;
    for (var script : Corpus.of("postgresql-15.18.sql.gz").scripts()) {
      var psql = PsqlScript.of(script);
      pieces += psql.pieces().size();
      judge(script.name(), psql);
    }
    assertThat(wrong).isEmpty();
    assertThat(pieces).isGreaterThan(41_000);
    assertThat(bad).as("not parsed: %s", bad).hasSizeLessThan(MEANT_TO_BE_BAD);
  }

  private void judge(String name, PsqlScript script) {
    int after = 0;
    for (int i = 0; i < script.pieces().size(); i++) {
      var piece = script.pieces().get(i);
      var place = name + ":" + piece.statement().line();
      var between = RESTRICT.matcher(script.text().substring(after, piece.begin())).replaceAll("");
      if (!between.isBlank() && !between.strip().equals(";") && !parser.isNothing(between)) {
        wrong.add(place + " left out: " + between);
      }
      after = piece.after();
      switch (parser.verdict(piece.statement().sql())) {
        case ONE -> {}
        case SEVERAL -> wrong.add(place + " is several statements");
        case BAD -> cutWrongly(place, script, i);
      }
    }
    if (!parser.isNothing(script.text().substring(after))) {
      wrong.add(name + " left out at its end: " + script.text().substring(after));
    }
  }

  /** A bad piece that is good together with the next ones, or up to a semicolon in it. */
  private void cutWrongly(String place, PsqlScript script, int i) {
    bad.add(place + " " + parser.message());
    var piece = script.pieces().get(i);
    int last = Math.min(i + NEXT, script.pieces().size() - 1);
    for (int next = i + 1; next <= last; next++) {
      var both = script.text().substring(piece.begin(), script.pieces().get(next).end());
      if (parser.verdict(both) == Verdict.ONE) {
        wrong.add(place + " goes on after its end");
      }
    }
    var sql = piece.statement().sql();
    for (int end = sql.indexOf(';'); end >= 0; end = sql.indexOf(';', end + 1)) {
      if (parser.verdict(sql.substring(0, end)) == Verdict.ONE) {
        wrong.add(place + " ends before its end");
      }
    }
  }
}
