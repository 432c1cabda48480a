package io.schemamigration.runner.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.analysis.sqlite.SqliteJudge;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.UnreadableSqlException;
import io.schemamigration.core.sql.words.ExpandList;
import io.schemamigration.core.window.Phase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SQL of SQLite's regression tests, judged. */
class SqliteJudgeCorpusTest {
  @Test
  void whatTheShortListCallsExpandTheJudgeDoesToo() {
    var stricter = new ArrayList<String>();
    int listed = 0;
    for (var script : Corpus.of("sqlite-3.40.1.sql.gz").scripts()) {
      List<Piece> pieces;
      try {
        pieces = Piece.of(Dialect.SQLITE, script.text());
      } catch (UnreadableSqlException e) {
        continue;
      }
      for (var piece : pieces) {
        var statement = piece.statement();
        var judgement = new SqliteJudge().judge(List.of(statement)).getFirst();
        if (ExpandList.isExpand(Dialect.SQLITE, statement)) {
          listed++;
          if (judgement.phase() != Phase.EXPAND) {
            stricter.add(judgement.phase().text() + ": " + statement.sql());
          }
        }
      }
    }
    assertThat(listed).isGreaterThan(3000);
    assertThat(stricter).isEmpty();
  }
}
