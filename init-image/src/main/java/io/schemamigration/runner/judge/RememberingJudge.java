package io.schemamigration.runner.judge;

import io.schemamigration.core.analysis.Judge;
import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.sql.Statement;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks into the memory first; the judge behind it, and the grammar that it needs, are loaded for
 * the first migration that is missing. Made for judges whose judgement depends on nothing but what
 * they are given.
 */
final class RememberingJudge implements Judge {
  private final Memory memory;
  private final int release;
  private final Supplier<Judge> loaded;
  private @Nullable Judge behind;
  private @Nullable List<Statement> earlier;
  private List<Statement> pending = List.of();
  private List<Statement> database = List.of();
  private final Hash ofEarlier = new Hash();
  private final Hash ofPending = new Hash();
  private byte[] ofDatabase = Hash.of(List.of());
  private byte[] context = new byte[0];

  RememberingJudge(Memory memory, int release, Supplier<Judge> loaded) {
    this.memory = memory;
    this.release = release;
    this.loaded = loaded;
  }

  @Override
  public void follow(List<Statement> statements, List<Statement> pending) {
    this.earlier = statements;
    this.pending = pending;
    var digest = Hash.fresh();
    digest.update(ofEarlier.follow(statements));
    digest.update(ofPending.follow(pending));
    context = digest.digest();
  }

  @Override
  public void know(List<Statement> database) {
    this.database = database;
    ofDatabase = Hash.of(database);
  }

  @Override
  public List<Judgement> judge(List<Statement> migration) {
    if (migration.isEmpty()) {
      return List.of();
    }
    var before = earlier;
    var source = Hash.name(before == null || before.isEmpty() ? migration.get(0) : before.get(0));
    var key = key(migration);
    var known = memory.find(source, key, migration.size());
    if (known != null) {
      return known;
    }
    var judge = behind;
    if (judge == null) {
      judge = loaded.get();
      behind = judge;
    }
    judge.know(database);
    if (before != null) {
      judge.follow(before, pending);
    }
    var judgements = judge.judge(migration);
    memory.put(source, key, judgements);
    return judgements;
  }

  private byte[] key(List<Statement> migration) {
    var digest = Hash.fresh();
    digest.update((byte) release);
    digest.update((byte) (earlier == null ? 0 : 1));
    digest.update(context);
    digest.update(ofDatabase);
    digest.update(Hash.of(migration));
    return digest.digest();
  }
}
