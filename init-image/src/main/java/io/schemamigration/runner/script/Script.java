package io.schemamigration.runner.script;

import io.schemamigration.core.plan.HistoryStatus;
import io.schemamigration.core.plan.WindowProgress;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.Repeatable;
import io.schemamigration.core.source.Verification;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.words.TableDrops;
import io.schemamigration.core.sql.words.TransactionMode;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.runner.foresee.ScriptPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run by hand as a script, with the transactions, the history and the window of {@code migrate
 * up}. It begins only where the database is at the place that it was made for, and each of its
 * transactions only while the window row is the script's own: run twice, or beside a run, it
 * changes nothing more.
 */
public final class Script {
  private static final String COMMIT = "COMMIT;\n";

  private final Client client;
  private final ScriptPlan course;
  private final ScriptRows rows;
  private final Start start;
  private final WindowProgress progression;
  private final StringBuilder text = new StringBuilder();
  private CompatibilityWindow window;
  private List<Statement> before = List.of();

  private Script(Client client, ScriptPlan course) {
    this.client = client;
    this.course = course;
    this.rows = new ScriptRows(client, course);
    this.start = new Start(client, course, rows);
    this.progression = new WindowProgress(course.source(), course.done());
    this.window = course.window();
  }

  /** The script. */
  public static String of(Client client, ScriptPlan course) {
    var script = new Script(client, course);
    script.write();
    return script.text.toString();
  }

  private void write() {
    var files = course.plan().toApply().size() + course.repeatables().size();
    text.append("-- ")
        .append(course.row() == null ? "From version " + course.from() : "From where it is")
        .append(": ")
        .append(files)
        .append(files == 1 ? " file" : " files")
        .append(", as migrate up applies them. To be run once:\n--   ")
        .append(client.call())
        .append("\n-- If it stops early, migrate up continues.\n")
        .append(client.prologue());
    enter();
    for (var migration : course.plan().toApply()) {
      var phase = Phase.words(migration.phase());
      heading(
          migration.file(), "applying " + migration.file() + " (" + phase + ")", migration.up());
      if (migration.transactional()) {
        framed(migration);
      } else {
        unframed(migration);
      }
      progression.add(migration.version());
    }
    course.repeatables().forEach(this::repeat);
    text.append(client.epilogue());
    text.append(client.tell("done (" + window.words() + ")"));
  }

  private void heading(String file, String line, List<Statement> statements) {
    text.append("\n-- ").append(file).append('\n').append(client.tell(line));
    text.append(client.fresh(before));
    before = statements;
  }

  /** Looks whether the database is where it should be, and takes the window row. */
  private void enter() {
    text.append("\n-- the database has to be at the place that this was made for\n");
    text.append(client.begin());
    if (course.first()) {
      text.append(start.create());
    }
    text.append(client.lockRow()).append(start.place()).append(start.take());
    var after = course.plan().after();
    if (course.plan().toApply().isEmpty()) {
      var pending = course.plan().remaining().stream().map(p -> p.version()).toList();
      text.append(rows.move(null, after.maximum(), pending));
    }
    text.append(COMMIT);
    var minimum = course.first() ? after.minimum() : window.minimum();
    window = new CompatibilityWindow(minimum, window.maximum(), window.claim());
  }

  private void framed(Migration migration) {
    var drops = drops(migration.up());
    text.append(client.before(drops)).append(client.begin(migration.up()));
    text.append(rows.holds()).append(rows.notApplied(migration.version()));
    text.append(client.begun(drops));
    statements(migration.up());
    text.append(client.done(drops));
    verify(migration.verifications());
    text.append(client.reset(migration.up()));
    text.append(
        rows.record(migration, HistoryStatus.COMPLETED, client.millis(), migration.up().size()));
    move(migration);
    text.append(COMMIT).append(client.after(drops));
  }

  /** Each statement by itself, noted; killed in between, migrate up continues at the statement. */
  private void unframed(Migration migration) {
    var version = migration.version();
    text.append(client.begin()).append(rows.holds()).append(rows.notApplied(version));
    text.append(rows.record(migration, HistoryStatus.RUNNING, "0", 0));
    if (migration.phase() != Phase.EXPAND) {
      window = window.begun(migration.phase(), version);
      text.append(rows.raise(window));
    }
    text.append(COMMIT);
    int number = 0;
    for (var statement : migration.up()) {
      number++;
      if (rows.transactional(statement)) {
        var drops = drops(List.of(statement));
        text.append(client.before(drops)).append(client.begin()).append(rows.holds());
        text.append(client.begun(drops));
        statement(statement);
        text.append(client.done(drops)).append(client.reset(List.of(statement)));
        text.append(rows.reached(version, number)).append(COMMIT).append(client.after(drops));
      } else {
        text.append(client.waitForLocks());
        statement(statement);
        text.append(client.reset(List.of(statement)));
        text.append(client.begin()).append(rows.holds());
        text.append(rows.reached(version, number)).append(COMMIT);
      }
    }
    text.append(client.begin()).append(rows.holds());
    verify(migration.verifications());
    text.append(rows.completed(version));
    move(migration);
    text.append(COMMIT);
  }

  private void repeat(Repeatable file) {
    var line = "runs " + file.file() + ", which is new or has changed";
    heading(file.file(), line, file.statements());
    var drops = drops(file.statements());
    text.append(client.before(drops)).append(client.begin(file.statements()));
    text.append(rows.holds()).append(client.begun(drops));
    statements(file.statements());
    text.append(client.done(drops));
    verify(file.verifications());
    text.append(client.reset(file.statements())).append(rows.ran(file)).append(COMMIT);
    text.append(client.after(drops));
  }

  private void move(Migration migration) {
    boolean expand = migration.phase() == Phase.EXPAND;
    var version = migration.version();
    window = window.applied(migration.phase(), version, progression.maximumWith(version));
    var announced = progression.announced(version, window.maximum());
    text.append(rows.move(expand ? null : window.minimum(), window.maximum(), announced));
  }

  private void statements(List<Statement> statements) {
    var mode = TransactionMode.of(rows.dialect(), statements);
    for (int number = 1; number <= statements.size(); number++) {
      if (!mode.isSaidBy(number)) {
        statement(statements.get(number - 1));
      }
    }
  }

  private void statement(Statement statement) {
    text.append(statement.sql()).append(";\n");
    @Nullable String data = statement.data();
    if (data != null) {
      text.append(data).append(data.isEmpty() || data.endsWith("\n") ? "" : "\n").append("\\.\n");
    }
  }

  private void verify(List<Verification> queries) {
    for (var query : queries) {
      text.append(client.verify(query.sql(), query.file() + ":" + query.line()));
    }
  }

  private TableDrops drops(List<Statement> statements) {
    return rows.ofSqlite() ? TableDrops.of(statements) : TableDrops.NONE;
  }
}
