package io.schemamigration.runner.foresee;

import io.schemamigration.core.source.Migration;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.runner.db.Access;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.backfill.KeyColumn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a plan says about statements that will run in batches. */
public record BackfillNotes(Map<Statement, String> notes) {
  /** Asks the database about their tables; connects only where there is such a statement. */
  public static BackfillNotes of(Access access, List<Migration> migrations) {
    var notes = new HashMap<Statement, String>();
    for (var migration : migrations) {
      for (var statement : migration.up()) {
        if (statement.backfill() != null) {
          notes.put(statement, "");
        }
      }
    }
    if (!notes.isEmpty()) {
      try (var session = Session.openToRead(access)) {
        notes.replaceAll((statement, none) -> note(session, statement));
      }
    }
    return new BackfillNotes(notes);
  }

  private static String note(@Nullable Session session, Statement statement) {
    var backfill = statement.backfill();
    if (backfill == null) {
      return "";
    }
    var text = "backfill of " + backfill.of() + " in batches of up to " + backfill.batch();
    if (session == null) {
      return text;
    }
    var keys = new KeyColumn(session, backfill);
    var trouble = keys.trouble();
    if (trouble != null) {
      return text + "; as the database is now, " + trouble.message();
    }
    var about = keys.estimate();
    return about == null ? text : text + ", about " + about + " rows";
  }

  /** What is said about that statement, or null. */
  public @Nullable String text(Statement statement) {
    return notes.get(statement);
  }
}
