package io.schemamigration.runner.db;

import io.schemamigration.core.sql.words.TableDrops;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What depends on SQLite's tables and goes with them when they are dropped: indexes and triggers;
 * and views, which stay and may no longer fit.
 */
final class TableParts {
  private final TableDrops drops;
  private final Map<String, String> before;
  private final Set<String> brokenBefore;

  private TableParts(TableDrops drops, Map<String, String> before, Set<String> brokenBefore) {
    this.drops = drops;
    this.before = before;
    this.brokenBefore = brokenBefore;
  }

  /** As they are before a migration; null where it replaces no table. */
  static @Nullable TableParts of(Session session, TableDrops drops) {
    return drops.recreated().isEmpty()
        ? null
        : new TableParts(drops, read(session), brokenViews(session));
  }

  /** Warns of those that the migration didn't make again, and didn't drop by name. */
  void tellLost(Session session, Consumer<String> told) {
    var after = read(session).keySet();
    for (var part : before.entrySet()) {
      boolean of = drops.recreated().contains(part.getValue());
      var name = part.getKey().substring(part.getKey().indexOf(' ') + 1);
      boolean meant = drops.others().contains(name.toLowerCase(Locale.ROOT));
      if (of && !meant && !after.contains(part.getKey())) {
        told.accept(
            "warning: the "
                + part.getKey()
                + " went with the old table "
                + part.getValue()
                + " and wasn't created again");
      }
    }
    for (var view : brokenViews(session)) {
      if (!brokenBefore.contains(view)) {
        told.accept("warning: the view " + view + " can no longer be read");
      }
    }
  }

  /** Kind and name of indexes and triggers, with their table in lower case. */
  private static Map<String, String> read(Session session) {
    var parts = new LinkedHashMap<String, String>();
    for (var row :
        session.query(
            "SELECT type || ' ' || name, lower(tbl_name) FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS"
                + " NOT NULL ORDER BY 1")) {
      parts.put(String.valueOf(row[0]), String.valueOf(row[1]));
    }
    return parts;
  }

  private static Set<String> brokenViews(Session session) {
    var broken = new LinkedHashSet<String>();
    for (var row : session.query("SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY 1")) {
      var view = String.valueOf(row[0]);
      try {
        session.query("SELECT 1 FROM " + Sql.quote(view) + " LIMIT 0");
      } catch (DatabaseException e) {
        broken.add(view);
      }
    }
    return broken;
  }
}
