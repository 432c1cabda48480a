package io.schemamigration.core.analysis.recipe;

import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.window.Phase;
import java.util.List;

/** A column that gets another name or type: a new one beside it, in step until nobody needs it. */
final class MovedColumn {
  private final Dialect dialect;
  private final Change change;
  private final KnownColumns columns;

  MovedColumn(Dialect dialect, Change change, KnownColumns columns) {
    this.dialect = dialect;
    this.change = change;
    this.columns = columns;
  }

  Recipe renamed() {
    var type = columns.type(change.column());
    return recipe(change.to(), type, type);
  }

  Recipe retyped() {
    var fresh = Tokens.plain(change.column()) + "_new";
    return recipe(fresh, change.to(), columns.type(change.column()));
  }

  private Recipe recipe(String fresh, String type, String oldType) {
    var words = Tokens.plain(change.table()) + "_" + Tokens.plain(fresh);
    return new Recipe(
        List.of(
            new Recipe.Step(
                Phase.EXPAND, words, List.of(accepts(fresh)), added(fresh, type, oldType)),
            new Recipe.Step(Phase.EXPAND, words + "_backfill", List.of(), filled(fresh, type)),
            new Recipe.Step(
                Phase.CONTRACT,
                words + "_without_" + Tokens.plain(change.column()),
                List.of(),
                removed(fresh))));
  }

  private String accepts(String fresh) {
    var rule = dialect == Dialect.POSTGRESQL ? Rule.TRIGGER : Rule.UNKNOWN_STATEMENT;
    return rule.id()
        + " it only keeps "
        + change.column()
        + " and "
        + fresh
        + " of "
        + change.table()
        + " in step";
  }

  private String trigger(String fresh) {
    return Tokens.plain(change.table()) + "_" + Tokens.plain(fresh) + "_in_step";
  }

  private String added(String fresh, String type, String oldType) {
    var add =
        "-- 1 of 3: the new column beside the old one; a trigger keeps both in step, whatever code writes.\n"
            + "-- Constraints, defaults and indexes of the old one aren't taken along: make them here.\n"
            + "ALTER TABLE %s ADD COLUMN %s %s;\n\n".formatted(change.table(), fresh, type);
    boolean casts = !type.equals(oldType);
    return add
        + (dialect == Dialect.POSTGRESQL
            ? onPostgres(fresh, casts ? type : "", casts ? oldType : "")
            : onSqlite(fresh));
  }

  private String onPostgres(String fresh, String type, String oldType) {
    var name = trigger(fresh);
    var forth = "NEW." + change.column() + (type.isEmpty() ? "" : "::" + type);
    var back = "NEW." + fresh + (oldType.isEmpty() ? "" : "::" + oldType);
    return """
    CREATE FUNCTION %1$s() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'INSERT' THEN
        IF NEW.%2$s IS NULL THEN
          NEW.%2$s := %4$s;
        ELSE
          NEW.%3$s := %5$s;
        END IF;
      ELSIF NEW.%2$s IS DISTINCT FROM OLD.%2$s THEN
        NEW.%3$s := %5$s;
      ELSIF NEW.%3$s IS DISTINCT FROM OLD.%3$s THEN
        NEW.%2$s := %4$s;
      END IF;
      RETURN NEW;
    END
    $$;
    CREATE TRIGGER %1$s BEFORE INSERT OR UPDATE ON %6$s
      FOR EACH ROW EXECUTE FUNCTION %1$s();
    """
        .formatted(name, fresh, change.column(), forth, back, change.table());
  }

  private String onSqlite(String fresh) {
    var told =
        columns.isRequired(change.column())
            ? "-- %s is NOT NULL: until the last file, new code writes both columns.\n"
                .formatted(change.column())
            : "";
    return told
        + """
        CREATE TRIGGER %1$s_insert AFTER INSERT ON %4$s WHEN NEW.%2$s IS NOT NEW.%3$s BEGIN
          UPDATE %4$s SET %2$s = coalesce(NEW.%2$s, NEW.%3$s), %3$s = coalesce(NEW.%2$s, NEW.%3$s)
          WHERE rowid = NEW.rowid;
        END;
        CREATE TRIGGER %1$s_forth AFTER UPDATE OF %3$s ON %4$s
          WHEN NEW.%3$s IS NOT OLD.%3$s AND NEW.%2$s IS OLD.%2$s AND NEW.%2$s IS NOT NEW.%3$s BEGIN
          UPDATE %4$s SET %2$s = NEW.%3$s WHERE rowid = NEW.rowid;
        END;
        CREATE TRIGGER %1$s_back AFTER UPDATE OF %2$s ON %4$s
          WHEN NEW.%2$s IS NOT OLD.%2$s AND NEW.%3$s IS NOT NEW.%2$s BEGIN
          UPDATE %4$s SET %3$s = NEW.%2$s WHERE rowid = NEW.rowid;
        END;
        """
            .formatted(trigger(fresh), fresh, change.column(), change.table());
  }

  private String filled(String fresh, String type) {
    boolean postgres = dialect == Dialect.POSTGRESQL;
    boolean casts = !type.equals(columns.type(change.column()));
    var value = change.column() + (casts && postgres ? "::" + type : "");
    return """
    -- 2 of 3: the rows that existed before. Walks along %4$s, in batches.
    -- Then release code that reads and writes %2$s, and never %3$s.
    -- backfill: %1$s.%4$s batch 1000
    UPDATE %1$s SET %2$s = %5$s
    WHERE %4$s BETWEEN :from AND :upto AND %2$s IS NULL AND %3$s IS NOT NULL;
    """
        .formatted(change.table(), fresh, change.column(), columns.walked(), value);
  }

  private String removed(String fresh) {
    var name = trigger(fresh);
    var drop =
        dialect == Dialect.POSTGRESQL
            ? "DROP TRIGGER %s ON %s;\nDROP FUNCTION %s();\n".formatted(name, change.table(), name)
            : "DROP TRIGGER %1$s_insert;\nDROP TRIGGER %1$s_forth;\nDROP TRIGGER %1$s_back;\n"
                .formatted(name);
    return "-- 3 of 3: when no code is left that knows %s.\n".formatted(change.column())
        + drop
        + "ALTER TABLE %s DROP COLUMN %s;\n".formatted(change.table(), change.column());
  }
}
