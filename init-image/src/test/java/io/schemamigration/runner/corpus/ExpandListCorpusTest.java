package io.schemamigration.runner.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.analysis.postgresql.PostgresJudge;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.words.ExpandList;
import io.schemamigration.core.window.Phase;
import io.schemamigration.runner.judge.Judges;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the short list of words calls expand, the judge calls expand, too. */
class ExpandListCorpusTest {
  @Test
  void theShortListIsNeverMilderThanTheJudge() {
    var judge = new PostgresJudge(Judges.postgres(), PostgresJudge.ANY_RELEASE);
    var milder = new ArrayList<String>();
    int listed = 0;
    for (var script : Corpus.of("postgresql-15.18.sql.gz").scripts()) {
      for (var piece : PsqlScript.of(script).pieces()) {
        var statement = piece.statement();
        if (!ExpandList.isExpand(Dialect.POSTGRESQL, statement)) {
          continue;
        }
        listed++;
        var judgement = judge.judge(List.of(statement)).getFirst();
        boolean readable =
            judgement.remarks().stream().noneMatch(r -> r.rule().id().equals("syntax-error"));
        if (readable && judgement.phase() != Phase.EXPAND) {
          milder.add(
              script.name()
                  + ":"
                  + statement.line()
                  + " "
                  + statement.sql()
                  + " "
                  + judgement.remarks());
        }
      }
    }
    assertThat(milder).isEmpty();
    assertThat(listed).isGreaterThan(7_000);
  }
}
