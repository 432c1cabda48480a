package io.schemamigration.runner.cli.output;

import io.schemamigration.core.report.Blocked;
import io.schemamigration.core.report.Failure;
import io.schemamigration.core.report.PendingMigration;
import io.schemamigration.core.window.Phase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Words for people. */
public final class Texts {
  private static final int PREVIEW = 100;
  private static final int SECONDS = "2026-01-01 00:00:00".length();

  private Texts() {}

  /** What a migration waits for, and how that comes. */
  public static String waits(Blocked blocked, List<PendingMigration> pending) {
    if (!blocked.needsApproval()) {
      return blocked.version() + " waits for " + blocked.by() + " to be applied first";
    }
    var text = new StringBuilder();
    text.append(blocked.version()).append(" waits for approval");
    for (var migration : pending) {
      if (migration.version().equals(blocked.version())) {
        text.append(", ").append(Phase.words(migration.phase()));
        text.append(migration.breaks() == null ? "" : ": " + migration.breaks());
      }
    }
    return text + "; the condition of its SchemaMigration shows the command";
  }

  /** What, where, why, and what to do next. */
  public static String failure(Failure failure) {
    var text = new StringBuilder();
    if (failure.file() != null) {
      text.append(failure.file());
      if (failure.line() != null) {
        text.append(':').append(failure.line());
      }
      text.append(": ");
    }
    if (failure.version() != null) {
      text.append("migration ").append(failure.version()).append(" failed");
      if (failure.statement() != null) {
        text.append(" in statement ").append(failure.statement());
      }
      text.append(": ");
    }
    text.append(failure.message());
    if (failure.sqlState() != null) {
      text.append(" [").append(failure.sqlState()).append(']');
    }
    if (failure.hint() != null) {
      text.append("\n  ").append(failure.hint());
    }
    return text.toString();
  }

  /** A time as a database writes it, to the second; a dash where there is none. */
  public static String second(@Nullable String time) {
    return time == null ? "-" : time.substring(0, Math.min(SECONDS, time.length()));
  }

  /** A number and what it counts: {@code 1 migration}, {@code 2 migrations}. */
  public static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  /** A statement on one line, cut where it is long. */
  public static String preview(String sql) {
    var line = sql.replaceAll("\\s+", " ").strip();
    return "   " + (line.length() <= PREVIEW ? line : line.substring(0, PREVIEW - 1) + "…");
  }
}
