package io.schemamigration.runner.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.grammar.Grammar;
import io.schemamigration.core.grammar.PostgresGrammar;
import io.schemamigration.runner.judge.Judges;
import io.schemamigration.runner.support.Postgres;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL's regression tests: the grammar that is built in reads a statement as a real server of
 * its release does, and refuses what that one refuses, in the same words; in machine code and as
 * WebAssembly it gives the same trees, word for word.
 */
class GrammarCorpusTest {
  private static final String SYNTAX = "syntax error at ";

  /** Each so-many-th statement takes its turn; {@code -Dcorpus.every=1} takes all. */
  private static final int EVERY = Integer.getInteger("corpus.every", 4);

  private final List<String> wrong = new ArrayList<>();
  private String database;
  private ServerParser server;
  private int seen;
  private int read;
  private int refused;

  @BeforeEach
  void connect() {
    database = Postgres.create();
    server = new ServerParser(Postgres.port(), database);
  }

  @AfterEach
  void drop() {
    server.close();
    Postgres.drop(database);
  }

  @Test
  void aStatementIsReadAsTheServerReadsIt() {
    var grammar = Judges.postgres();
    var reference = PostgresGrammar.load();
    for (var script : Corpus.of("postgresql-15.18.sql.gz").scripts()) {
      for (var piece : PsqlScript.of(script).pieces()) {
        if (seen++ % EVERY != 0) {
          continue;
        }
        var sql = piece.statement().sql();
        var place = script.name() + ":" + piece.statement().line();
        var parsed = grammar.parse(sql);
        compare(place, sql, parsed);
        if (!comparable(parsed).equals(comparable(reference.parse(sql)))) {
          wrong.add(place + " is another tree as WebAssembly");
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(read).isGreaterThan(41_000 / EVERY);
    assertThat(refused).isGreaterThan(200 / EVERY);
  }

  /** FETCH ALL is as many rows as a long has numbers, and C's long has 32 bits in WebAssembly. */
  private static String comparable(Grammar.Parsed parsed) {
    return parsed.toString().replace("" + Long.MAX_VALUE, "" + Integer.MAX_VALUE);
  }

  private void compare(String place, String sql, Grammar.Parsed parsed) {
    server.verdict(sql);
    var said = server.message();
    switch (parsed) {
      case Grammar.Tree(var statements) -> {
        read++;
        if (statements.size() != 1 || said.startsWith(SYNTAX)) {
          wrong.add(place + " accepted, " + statements.size() + " statements; server: " + said);
        }
      }
      case Grammar.Malformed(var message, var offset) -> {
        refused++;
        if (!said.equals(message) || offset < 0 || offset > sql.length()) {
          wrong.add(place + " refused at " + offset + ": " + message + "; server: " + said);
        }
      }
      case Grammar.Unjudged(var message) -> wrong.add(place + " not judged: " + message);
    }
  }
}
