package io.schemamigration.runner.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.analysis.Certainty;
import io.schemamigration.core.analysis.Danger;
import io.schemamigration.core.analysis.DatabaseObject;
import io.schemamigration.core.analysis.Effect;
import io.schemamigration.core.analysis.Judge;
import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.analysis.Lock;
import io.schemamigration.core.analysis.LockMode;
import io.schemamigration.core.analysis.Remark;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.window.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was judged is found again; nothing else is, and nothing that others can have written. */
class MemoryTest {
  private static final Statement A = new Statement("CREATE TABLE a ()", 1);
  private static final Statement B = new Statement("ALTER TABLE a ADD COLUMN b integer", 1);
  private static final Statement C = new Statement("DROP TABLE c", 1);

  private static final Judgement EVERYTHING =
      new Judgement(
          Phase.CONTRACT,
          Certainty.DEPENDS_ON_DATA,
          List.of(
              new Effect(
                  Effect.Change.RENAMES,
                  new DatabaseObject(DatabaseObject.Kind.COLUMN, "a.é"),
                  new DatabaseObject(DatabaseObject.Kind.COLUMN, "a.c")),
              new Effect(Effect.Change.USES, new DatabaseObject(DatabaseObject.Kind.OTHER, "x"))),
          List.of(new Lock(LockMode.ACCESS_EXCLUSIVE, "a")),
          Set.of(Danger.REWRITE, Danger.NOT_REVERSIBLE),
          List.of(new Remark(Rule.DROP_COLUMN, 7, "message", "advice")),
          List.of("offer"));

  @TempDir Path home;
  private Path folder;
  private int judged;

  @BeforeEach
  void open() {
    folder = home.resolve("schema-migration");
  }

  private Memory memory() {
    return Memory.of(Map.of("XDG_CACHE_HOME", home.toString()));
  }

  private final class Judging implements Judge {
    @Override
    public List<Judgement> judge(List<Statement> migration) {
      judged++;
      return migration.stream().map(s -> EVERYTHING).toList();
    }
  }

  private List<Judgement> judge(
      Memory memory,
      int release,
      List<Statement> earlier,
      List<Statement> pending,
      List<Statement> database,
      List<Statement> migration) {
    var judge = new RememberingJudge(memory, release, Judging::new);
    judge.know(database);
    judge.follow(earlier, pending);
    return judge.judge(migration);
  }

  private List<Judgement> judge(Memory memory) {
    return judge(memory, 0, List.of(A), List.of(), List.of(), List.of(B, C));
  }

  private void filled() {
    var memory = memory();
    judge(memory);
    memory.keep();
    assertThat(judged).isEqualTo(1);
    judged = 0;
  }

  private Path file() throws IOException {
    try (var all = Files.list(folder)) {
      return all.toList().getFirst();
    }
  }

  @Test
  void whatWasJudgedIsTheSameInTheNextProcessAndNoJudgeIsLoaded() throws IOException {
    filled();

    assertThat(judge(memory())).containsExactly(EVERYTHING, EVERYTHING);

    assertThat(judged).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void whateverAVerdictDependsOnChangesItsKey() {
    filled();
    List<Statement> none = List.of();
    var memory = memory();
    judge(memory, 12, List.of(A), none, none, List.of(B, C));
    judge(memory, 0, none, none, none, List.of(B, C));
    judge(memory, 0, List.of(A, A), none, none, List.of(B, C));
    judge(memory, 0, List.of(A), List.of(A), none, List.of(B, C));
    judge(memory, 0, List.of(A), none, List.of(A), List.of(B, C));
    judge(memory, 0, List.of(A), none, none, List.of(B));
    judge(memory, 0, List.of(A), none, none, List.of(C, B));
    judge(memory, 0, List.of(A, B), none, none, List.of(C));
    judge(memory, 0, List.of(A), none, none, List.of(B, new Statement("DROP TABLE c", 1, "x")));
    judge(memory, 0, List.of(A), none, none, List.of(B, C.committing()));
    judge(memory, 0, List.of(A), none, none, List.of(new Statement(B.sql() + C.sql(), 1)));
    new RememberingJudge(memory, 0, Judging::new).judge(List.of(B, C));

    assertThat(judged).isEqualTo(12);
  }

  @Test
  void aListThatGoesOnHasTheHashOfTheWholeList() {
    var hash = new Hash();
    var growing = new ArrayList<>(List.of(A));
    hash.follow(growing);
    growing.add(B);
    assertThat(hash.follow(growing)).isEqualTo(Hash.of(List.of(A, B)));
    assertThat(hash.follow(List.of(B, A))).isEqualTo(Hash.of(List.of(B, A)));
    assertThat(hash.follow(List.of(B))).isEqualTo(Hash.of(List.of(B)));
  }

  @ParameterizedTest
  @CsvSource({
    "rwx------, rw-rw----",
    "rwx------, rw-----w-",
    "rwx-w----, rw-------",
    "rwxrwxrwx, rw-------"
  })
  void whatOthersCanWriteIsNotRead(String ofFolder, String ofFile) throws IOException {
    filled();
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(ofFile));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(ofFolder));

    judge(memory());

    assertThat(judged).isEqualTo(1);
  }

  @Test
  void aLinkIsNotRead() throws IOException {
    filled();
    var elsewhere = Files.move(file(), home.resolve("elsewhere"));
    Files.createSymbolicLink(
        folder.resolve(Hash.name(A) + ".verdicts"), elsewhere.toAbsolutePath());

    judge(memory());

    assertThat(judged).isEqualTo(1);
  }

  @Test
  void whatIsDamagedIsJudgedAgain() throws IOException {
    filled();
    var file = file();
    var whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at++) {
      var damaged = whole.clone();
      damaged[at] ^= 1;
      Files.write(file, damaged);
      judged = 0;
      assertThat(judge(memory())).as("byte %d", at).containsExactly(EVERYTHING, EVERYTHING);
      assertThat(judged).as("byte %d", at).isEqualTo(1);
    }
    Files.write(file, new byte[0]);
    judge(memory());
    assertThat(judged).isEqualTo(2);
  }

  @Test
  void otherRulesJudgeAgain() throws IOException {
    filled();
    var other = new byte[32];
    var name = file().getFileName().toString().replace(".verdicts", "");
    var entries = new MemoryFile(folder, name, RulesVersion.get()).read();
    assertThat(entries).hasSize(1);
    new MemoryFile(folder, name, other).write(entries);

    judge(memory());

    assertThat(judged).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"MIGRATE_NO_CACHE,1", "XDG_CACHE_HOME,relative", "OTHER,x"})
  void isOffWhereItIsSwitchedOffOrHasNoPlace(String variable, String value) {
    assertThat(Memory.of(Map.of(variable, value)).isOn()).isFalse();
  }
}
