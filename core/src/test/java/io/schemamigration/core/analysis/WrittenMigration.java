package io.schemamigration.core.analysis;

import io.schemamigration.core.analysis.postgresql.PostgresJudge;
import io.schemamigration.core.analysis.sqlite.SqliteJudge;
import io.schemamigration.core.analysis.sqlite.SqliteSchema;
import io.schemamigration.core.grammar.PostgresGrammar;
import io.schemamigration.core.sql.Backfill;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlSplitter;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.UnreadableSqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A migration of a file of judgements. Beside statements and what is said of them it has comments,
 * which begin with {@code #}, and settings: {@code @release 12}, {@code @before SQL} for what is
 * there already, {@code @pending SQL} for what an earlier migration does that isn't applied, and
 * {@code @batched} for the statement that follows.
 */
final class WrittenMigration {
  private static final PostgresGrammar GRAMMAR = PostgresGrammar.load();

  private final Dialect dialect;
  private final List<String> head = new ArrayList<>();
  private final List<String> written = new ArrayList<>();
  private final List<Statement> statements = new ArrayList<>();
  private final StringBuilder before = new StringBuilder();
  private final StringBuilder pending = new StringBuilder();
  private int release = 18;

  private WrittenMigration(Dialect dialect) {
    this.dialect = dialect;
  }

  static WrittenMigration read(Dialect dialect, String text) {
    var migration = new WrittenMigration(dialect);
    boolean batched = false;
    for (var line : text.split("\n", -1)) {
      if (line.startsWith("@batched")) {
        batched = true;
      } else if (line.startsWith("@") || line.startsWith("#")) {
        migration.set(line);
      } else if (!line.startsWith(" ")) {
        migration.add(line, batched);
        batched = false;
      }
    }
    return migration;
  }

  private void set(String line) {
    head.add(line);
    if (line.startsWith("@release ")) {
      release = Integer.parseInt(line.substring("@release ".length()));
    } else if (line.startsWith("@before ")) {
      before.append(line.substring("@before ".length())).append(";\n");
    } else if (line.startsWith("@pending ")) {
      pending.append(line.substring("@pending ".length())).append(";\n");
    }
  }

  private void add(String sql, boolean batched) {
    var statement = new Statement(sql, 1);
    statements.add(
        batched
            ? statement.inBatches(new Backfill("t", "id", Backfill.BATCH, Backfill.PAUSE, null))
            : statement);
    written.add(batched ? "@batched\n" + sql : sql);
  }

  private Judge judge() {
    if (dialect == Dialect.POSTGRESQL) {
      return new PostgresJudge(GRAMMAR, release);
    }
    return before.isEmpty()
        ? new SqliteJudge()
        : new SqliteJudge(SqliteSchema.EMPTY.after(split(before)));
  }

  private List<Statement> split(StringBuilder sql) {
    try {
      return SqlSplitter.split(dialect, sql.toString(), 1);
    } catch (UnreadableSqlException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** What is known of the files before. */
  private Judge following() {
    var judge = judge();
    if (!before.isEmpty() || !pending.isEmpty()) {
      var statements = new ArrayList<>(split(before));
      statements.addAll(split(pending));
      judge.follow(statements, split(pending));
    }
    return judge;
  }

  /** The migration as it is written down, with what is said of it now. */
  String judged() {
    var all = MigrationJudgement.of("1.sql", statements, following());
    var text = new StringBuilder();
    head.forEach(line -> text.append(line).append('\n'));
    for (int i = 0; i < statements.size(); i++) {
      text.append(written.get(i)).append('\n');
      said(all.statements().get(i).judgement(), text);
    }
    if (statements.size() > 1) {
      line(text, "= " + all.phase().text() + " " + all.certainty().text());
    }
    if (all.mixture() != null) {
      line(text, "= " + all.mixture().text());
    }
    return text.toString();
  }

  private static void said(Judgement judgement, StringBuilder text) {
    line(text, judgement.phase().text() + " " + judgement.certainty().text());
    list(text, judgement.effects().stream().map(WrittenMigration::effect));
    list(text, judgement.locks().stream().map(l -> "locks " + l.table() + " " + l.mode().text()));
    list(text, judgement.dangers().stream().sorted().map(danger -> "may " + danger.text()));
    for (var remark : judgement.remarks()) {
      line(text, remark.rule().id() + " at " + remark.offset() + ": " + remark.message());
    }
  }

  private static String effect(Effect effect) {
    var change = effect.change().name().toLowerCase(Locale.ROOT);
    var becomes = effect.becomes() == null ? "" : " to " + effect.becomes().text();
    return change + " " + effect.object().text() + becomes;
  }

  private static void list(StringBuilder text, Stream<String> items) {
    var line = items.collect(Collectors.joining("; "));
    if (!line.isEmpty()) {
      line(text, line);
    }
  }

  private static void line(StringBuilder text, String line) {
    text.append("    ").append(line).append('\n');
  }
}
