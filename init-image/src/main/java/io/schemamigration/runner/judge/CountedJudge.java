package io.schemamigration.runner.judge;

import io.schemamigration.core.analysis.Judge;
import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts what is judged, so that tests see what isn't. */
final class CountedJudge implements Judge {
  static final LongAdder STATEMENTS = new LongAdder();

  private final Judge judge;

  CountedJudge(Judge judge) {
    this.judge = judge;
  }

  @Override
  public List<Judgement> judge(List<Statement> migration) {
    STATEMENTS.add(migration.size());
    return judge.judge(migration);
  }

  @Override
  public void follow(List<Statement> earlier, List<Statement> pending) {
    judge.follow(earlier, pending);
  }

  @Override
  public void know(List<Statement> database) {
    judge.know(database);
  }
}
