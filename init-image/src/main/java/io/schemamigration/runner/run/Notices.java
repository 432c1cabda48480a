package io.schemamigration.runner.run;

import io.schemamigration.core.sql.Statement;
import io.schemamigration.runner.db.Notice;
import java.util.List;
import java.util.function.Consumer;

/** Shows what the server says while a file runs, with its place; not all of it where it is much. */
public final class Notices implements Consumer<Notice> {
  private static final int SHOWN = 20;

  private final String file;
  private final List<Statement> statements;
  private final RunState run;
  private final Progress progress;
  private int heard;

  /** For a file that begins. */
  public Notices(String file, List<Statement> statements, RunState run, Progress progress) {
    this.file = file;
    this.statements = statements;
    this.run = run;
    this.progress = progress;
  }

  @Override
  public void accept(Notice notice) {
    heard++;
    int index = notice.statement() - 1;
    var place = index < statements.size() ? file + ":" + statements.get(index).line() : file;
    var line = place + ": " + notice.severity() + ": " + notice.text();
    if (heard <= SHOWN) {
      progress.tell(line);
    } else if (heard == SHOWN + 1) {
      progress.tell(file + ": more of what the server says isn't shown");
    }
    if (notice.warns()) {
      run.warned(line);
    }
  }
}
