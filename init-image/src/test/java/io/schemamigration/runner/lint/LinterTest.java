package io.schemamigration.runner.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.analysis.Certainty;
import io.schemamigration.core.analysis.Judge;
import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.analysis.Remark;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.source.read.Inventory;
import io.schemamigration.core.source.read.Survey;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.window.Phase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the findings of a judge weigh, whoever the judge is: this one goes by a word. */
class LinterTest {
  private static Judge judge() {
    return migration -> migration.stream().map(LinterTest::judged).toList();
  }

  private static Judgement judged(Statement statement) {
    var sql = statement.sql();
    if (sql.contains("fails")) {
      throw new IllegalStateException("a fault");
    }
    if (sql.contains("drop")) {
      return judgement(Phase.CONTRACT, Certainty.KNOWN, Rule.DROP_COLUMN, Rule.UPDATE_ALL_ROWS);
    }
    if (sql.contains("rename")) {
      return judgement(Phase.OFFLINE, Certainty.KNOWN, Rule.RENAME_COLUMN);
    }
    if (sql.contains("what")) {
      return judgement(Phase.OFFLINE, Certainty.UNKNOWN, Rule.UNKNOWN_STATEMENT);
    }
    return judgement(Phase.EXPAND, Certainty.KNOWN);
  }

  private static Judgement judgement(Phase phase, Certainty certainty, Rule... rules) {
    var remarks = new ArrayList<Remark>();
    for (var rule : rules) {
      remarks.add(new Remark(rule, 0, "message", "advice"));
    }
    return new Judgement(phase, certainty, List.of(), List.of(), Set.of(), remarks);
  }

  private static Survey survey(String... texts) {
    var files = new ArrayList<SourceFile>();
    for (int i = 0; i < texts.length; i++) {
      var name = "%05d_x.sql".formatted(i + 1);
      files.add(new SourceFile(name, texts[i].getBytes(StandardCharsets.UTF_8)));
    }
    return Inventory.of(files).survey(Dialect.POSTGRESQL);
  }

  private static Linter.Result only(String text) {
    var judged =
        new Linter(LinterTest::judge, Dialect.POSTGRESQL).judge(survey(text), file -> true);
    assertThat(judged).hasSize(1);
    return judged.getFirst();
  }

  private static String findings(Linter.Result judged) {
    return judged.findings().stream()
        .map(f -> f.rule().id() + " " + f.severity().text())
        .collect(Collectors.joining(", "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "add | ''",
        "drop | drop-column warning, update-all-rows warning",
        "rename | rename-column error",
        "what | unknown-statement error",
        "-- phase: contract\\ndrop | drop-column notice, update-all-rows warning",
        "-- phase: contract\\nrename | milder-phase error, rename-column error",
        "-- phase: offline\\nrename | rename-column notice",
        "-- phase: offline\\nwhat | unknown-statement notice",
        "-- phase: offline\\ndrop | drop-column notice, update-all-rows warning",
        "-- phase: expand\\ndrop | milder-phase error, drop-column warning, update-all-rows warning",
        "-- phase: expand\\n-- accept: drop-column why\\ndrop "
            + "| drop-column notice, update-all-rows warning",
        "-- phase: expand\\n-- accept: drop-column why\\n-- accept: update-all-rows why\\ndrop "
            + "| drop-column notice, update-all-rows notice",
        "-- phase: expand\\n-- accept: unknown-statement why\\nwhat | unknown-statement notice",
        "-- accept: drop-column why\\nadd | unused-acceptance warning",
        "-- accept: drop-colum why\\nadd | invalid-migration error",
      })
  void aFindingWeighsWhatItLeadsTo(String text, String findings) {
    assertThat(findings(only(text.strip().replace("\\n", "\n") + " it;\n"))).isEqualTo(findings);
  }

  @Test
  void aDeclaredPhaseIsToldToBeTooMildOnce() {
    var judged = only("-- phase: expand\nadd it;\ndrop it;\nrename it;\n");

    assertThat(judged.findings().getFirst().rule()).isEqualTo(Rule.MILDER_PHASE);
    assertThat(judged.findings().getFirst().line()).isEqualTo(3);
    assertThat(judged.findings().getFirst().advice())
        .contains("-- phase: contract", "-- accept: drop-column and -- accept: update-all-rows");
    assertThat(judged.findings().stream().filter(f -> f.rule() == Rule.MILDER_PHASE)).hasSize(1);
    assertThat(judged.judgement().phase()).isEqualTo(Phase.OFFLINE);
    assertThat(judged.judgement().subject().declared()).isEqualTo(Phase.EXPAND);
  }

  @Test
  void aFileThatCannotBeReadIsNeverCalledExpand() {
    var judged =
        new Linter(LinterTest::judge, Dialect.POSTGRESQL)
            .judge(survey("SELECT 'open", "add it;\n"), file -> true);

    assertThat(judged)
        .extracting(result -> result.judgement().phase())
        .containsExactly(Phase.OFFLINE, Phase.EXPAND);
    assertThat(judged.getFirst().judgement().certainty()).isEqualTo(Certainty.UNKNOWN);
  }

  @Test
  void aFileThatAJudgeCannotBearIsUnknownAndHidesNoOther() {
    var judged =
        new Linter(LinterTest::judge, Dialect.POSTGRESQL)
            .judge(survey("fails here;\n", "drop it;\n"), file -> true);

    assertThat(judged.getFirst().judgement().phase()).isEqualTo(Phase.OFFLINE);
    assertThat(findings(judged.getFirst())).isEqualTo("unknown-statement error");
    assertThat(judged.getLast().judgement().phase()).isEqualTo(Phase.CONTRACT);
  }

  @Test
  void manyAreJudgedAtOnceByOneJudgeInEachThread() {
    var texts = new String[500];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = (i % 2 == 0 ? "drop" : "add") + " it;\n";
    }
    var judged =
        new Linter(() -> new OneThread(judge()), Dialect.POSTGRESQL)
            .judge(survey(texts), file -> true);

    assertThat(judged).hasSize(texts.length);
    for (int i = 0; i < texts.length; i++) {
      assertThat(judged.get(i).judgement().subject().name()).isEqualTo("" + (i + 1));
      assertThat(judged.get(i).judgement().phase())
          .isEqualTo(i % 2 == 0 ? Phase.CONTRACT : Phase.EXPAND);
    }
  }

  @Test
  void aJudgeThatNeedsTheOrderSeesAllOfItAlsoForOneFile() {
    var seen = new ArrayList<String>();
    Judge watching =
        migration -> {
          migration.forEach(statement -> seen.add(statement.sql()));
          return judge().judge(migration);
        };

    var judged =
        new Linter(() -> watching, Dialect.SQLITE)
            .judge(survey("add a;\n", "drop b;\n", "add c;\n"), f -> f.startsWith("00002"));

    assertThat(seen).containsExactly("add a", "drop b", "add c");
    assertThat(judged)
        .extracting(result -> result.judgement().subject().name())
        .containsExactly("2");
  }

  @Test
  void whatIsNotWantedIsNotJudged() {
    var judged =
        new Linter(LinterTest::judge, Dialect.POSTGRESQL)
            .judge(survey("fails here;\n", "add it;\n"), f -> f.startsWith("00002"));

    assertThat(judged)
        .extracting(result -> result.judgement().subject().name())
        .containsExactly("2");
  }

  /** Refuses to be asked by a second thread. */
  private static final class OneThread implements Judge {
    private final Judge judge;
    private Thread mine;

    OneThread(Judge judge) {
      this.judge = judge;
    }

    @Override
    public List<Judgement> judge(List<Statement> migration) {
      mine = mine == null ? Thread.currentThread() : mine;
      if (!mine.equals(Thread.currentThread())) {
        throw new IllegalStateException("two threads");
      }
      return judge.judge(migration);
    }
  }
}
