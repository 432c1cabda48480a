package io.schemamigration.runner.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.UnreadableSqlException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * SQL of SQLite's regression tests, taken apart by our splitter and judged by SQLite's parser. It
 * reads up to the end of the first statement: a character that no SQL has, put behind a piece, is
 * met when the piece is one statement, and isn't when there are more.
 */
class SqliteCorpusTest {
  private static final String STRANGE = " \u0001";
  private static final int TABLES = 5;
  private static final Pattern ABSENT = Pattern.compile("no such table: (?:main\\.)?(\\w+)");
  private static final Pattern DEFINES = Pattern.compile("(?is)(create|alter|drop)\\b.*");
  private static final Pattern NOTHING =
      Pattern.compile("(?s)(?:[\\s;]|--[^\\n]*(?:\\n|$)|/\\*.*?\\*/)*");

  private final List<String> wrong = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();
  private int pieces;
  private int undecided;

  @Test
  void everyPieceIsOneStatementForSqlitesParserToo() throws SQLException {
    Corpus.Script before = new Corpus.Script("", "");
    var database = memory();
    for (var script : Corpus.of("sqlite-3.40.1.sql.gz").scripts()) {
      if (!script.name().equals(before.name())) {
        database.close();
        database = memory();
      }
      before = script;
      judge(database, script);
    }
    database.close();

    assertThat(wrong).isEmpty();
    assertThat(pieces).isGreaterThan(11_000);
    assertThat(undecided).isLessThan(pieces / 50);
    // SQLite takes a comment without an end as one; the others are refused by it as well
    assertThat(unreadable)
        .containsExactly(
            "main.test", "main.test", "main.test", "main.test", "tokenize.test", "triggerE.test");
  }

  private static Connection memory() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite::memory:");
  }

  private void judge(Connection database, Corpus.Script script) throws SQLException {
    try {
      int after = 0;
      for (var piece : Piece.of(Dialect.SQLITE, script.text())) {
        pieces++;
        var between = script.text().substring(after, piece.begin());
        if (!NOTHING.matcher(between).matches()) {
          wrong.add(script.name() + " left out: " + between);
        }
        after = piece.after();
        judge(database, script.name(), piece.statement().sql());
      }
    } catch (UnreadableSqlException e) {
      unreadable.add(script.name());
    }
  }

  private void judge(Connection database, String name, String sql) throws SQLException {
    if (said(database, sql).contains("incomplete input")) {
      wrong.add(name + " goes on after its end: " + sql);
    }
    var followed = said(database, sql + STRANGE);
    if (followed.isEmpty()) {
      wrong.add(name + " is several statements: " + sql);
    } else if (!isMet(followed) && !isMet(elsewhere(sql + STRANGE))) {
      undecided++;
    }
    if (DEFINES.matcher(sql).matches()) {
      said(database, sql, true);
    }
  }

  private static boolean isMet(String said) {
    return said.contains("unrecognized token");
  }

  /** The same where nothing has that name yet, with the tables that it asks for. */
  private static String elsewhere(String sql) throws SQLException {
    try (var empty = memory()) {
      var said = said(empty, sql);
      for (int i = 0; i < TABLES; i++) {
        var absent = ABSENT.matcher(said);
        if (absent.find()) {
          said(empty, "CREATE TABLE " + absent.group(1) + " (a, b, c, d, e, x, y, z)", true);
          said = said(empty, sql);
        }
      }
      return said;
    }
  }

  private static String said(Connection database, String sql) {
    return said(database, sql, false);
  }

  /** What is wrong with it; empty when nothing is. */
  private static String said(Connection database, String sql, boolean run) {
    try (var statement = database.prepareStatement(sql)) {
      if (run) {
        statement.execute();
      }
      return "";
    } catch (SQLException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
