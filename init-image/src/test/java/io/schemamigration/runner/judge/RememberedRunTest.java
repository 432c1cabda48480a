package io.schemamigration.runner.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.schemamigration.core.analysis.Certainty;
import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.window.Phase;
import io.schemamigration.runner.support.DatabaseTest;
import io.schemamigration.runner.support.Engine;
import io.schemamigration.runner.support.Result;
import io.schemamigration.runner.support.Scene;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is judged again, and what isn't; and who believes what was remembered. */
class RememberedRunTest extends DatabaseTest {
  private static final String ADDS = "ALTER TABLE t ALTER COLUMN b SET DEFAULT %d;\n";

  private long judged;

  private Map<String, String> environment() {
    return Map.of("XDG_CACHE_HOME", temp.resolve("cache").toString());
  }

  private Result verb(String verb, String... more) {
    long before = Judges.judged();
    var result = Scene.migrate(environment(), scene.args(verb, more));
    judged = Judges.judged() - before;
    return result;
  }

  private void table() {
    scene.file("001_t.sql", "CREATE TABLE t (a integer, b integer);\n");
  }

  /** Each has to be judged: no list of words knows it. */
  private void doubtful(int version) {
    scene.file(
        "%03d_d.sql".formatted(version),
        "-- Up\n"
            + (engine == Engine.SQLITE ? "UPDATE t SET b = 1;\n" : ADDS.formatted(version))
            + "-- Down\nUPDATE t SET b = 0;\n");
  }

  @Test
  void nothingIsJudgedThatIsApplied() {
    table();
    doubtful(2);
    doubtful(3);
    doubtful(4);
    assertThat(scene.up().code()).isZero();

    assertThat(verb("up").code()).isZero();
    assertThat(judged).as("up with nothing to do").isZero();
    assertThat(verb("status").code()).isZero();
    assertThat(judged).as("status").isZero();
    assertThat(verb("plan").code()).isZero();
    assertThat(judged).as("plan").isZero();
    var phase = scene.ask("SELECT phase FROM schema_migration_history WHERE version = '4'");
    var down = verb("down", "--steps", "2");
    assertThat(down.applied()).as(down.text()).isEqualTo("4 3");
    assertThat(judged).as("down").isZero();
    assertThat(down.json().at("/pending/1/phase").asText()).isEqualTo(phase);
  }

  @Test
  void ofAThousandOneNewFileIsJudgedOnce() {
    assumeThat(engine).isEqualTo(Engine.POSTGRESQL);
    table();
    for (int version = 2; version <= 1000; version++) {
      var sql =
          version % 50 == 0 ? ADDS.formatted(version) : "CREATE TABLE t%d ();%n".formatted(version);
      scene.file("%03d_n.sql".formatted(version), sql);
    }
    scene.sql("CREATE TABLE t (a integer, b integer)");
    assertThat(scene.verb("baseline", "--to", "1000").code()).isZero();
    doubtful(1001);

    verb("status");
    assertThat(judged).as("status").isEqualTo(1);
    verb("status");
    assertThat(judged).as("status again").isZero();
    verb("plan");
    long planned = judged;
    assertThat(planned).as("plan").isLessThanOrEqualTo(1);
    assertThat(verb("up").applied()).isEqualTo("1001");
    assertThat(judged).as("up after plan").isZero();
  }

  /** Somebody has written into it that everything is harmless. */
  private void lie() throws IOException {
    var folder = temp.resolve("cache").resolve("schema-migration");
    Path file;
    try (var all = Files.list(folder)) {
      file = all.toList().getFirst();
    }
    var lies = new LinkedHashMap<ByteBuffer, ByteBuffer>();
    var harmless =
        new Judgement(Phase.EXPAND, Certainty.KNOWN, List.of(), List.of(), Set.of(), List.of());
    var written =
        new MemoryFile(
            folder, file.getFileName().toString().replace(".verdicts", ""), RulesVersion.get());
    written.read().keySet().forEach(key -> lies.put(key, Remembered.written(List.of(harmless))));
    assertThat(lies).isNotEmpty();
    written.write(lies);
  }

  private String phase(Result result) {
    return result.json().at("/pending/0/phase").asText();
  }

  @Test
  void noRunThatKeepsPodsOutBelievesWhatWasRemembered() throws IOException {
    assumeThat(engine).isEqualTo(Engine.POSTGRESQL);
    table();
    assertThat(scene.up().code()).isZero();
    scene.file("002_drop.sql", "ALTER TABLE t DROP COLUMN b;\n");
    assertThat(verb("plan").json().at("/migrations/0/phase").asText()).isEqualTo("contract");
    lie();

    assertThat(verb("plan").json().at("/migrations/0/phase").asText())
        .as("the lie is one")
        .isEqualTo("expand");
    assertThat(phase(verb("up", "--phase", "expand"))).isEqualTo("contract");
    assertThat(phase(verb("up", "--phase", "expand", "--owner", "uid/shop/orders")))
        .isEqualTo("contract");
    var step = Scene.migrate(environment(), scene.stepArgs(scene.url(), "expand", 7));
    assertThat(phase(step)).isEqualTo("contract");
    assertThat(phase(verb("up"))).as("the row has an owner").isEqualTo("contract");
  }
}
