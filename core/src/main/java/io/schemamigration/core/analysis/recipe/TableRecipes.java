package io.schemamigration.core.analysis.recipe;

import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.window.Phase;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Changes that go in steps without a copy of anything. */
final class TableRecipes {
  private TableRecipes() {}

  /** PostgreSQL writes through a plain view; SQLite doesn't. */
  static @Nullable Recipe renamed(Dialect dialect, Change change) {
    if (dialect == Dialect.SQLITE) {
      return null;
    }
    var words = Tokens.plain(change.table()) + "_" + Tokens.plain(change.to());
    int dot = change.table().lastIndexOf('.');
    var view = change.table().substring(0, dot + 1) + change.to();
    return new Recipe(
        List.of(
            new Recipe.Step(
                Phase.EXPAND,
                words + "_view",
                List.of(),
                """
                -- 1 of 2: the new name as a view, through which code reads and writes the table.
                -- Then release code that uses %2$s, and never %1$s.
                CREATE VIEW %2$s AS SELECT * FROM %1$s;
                """
                    .formatted(change.table(), view)),
            new Recipe.Step(
                Phase.CONTRACT,
                words,
                List.of(
                    Rule.RENAME_TABLE.id()
                        + " code of the release before uses "
                        + view
                        + " already",
                    Rule.SEVERAL_TABLES_LOCKED.id() + " both have to change in one moment"),
                """
                -- 2 of 2: when no code is left that knows %1$s. Code that knows %2$s works before and after.
                DROP VIEW %2$s;
                ALTER TABLE %1$s RENAME TO %3$s;
                """
                    .formatted(change.table(), view, change.to()))));
  }

  /** PostgreSQL, from 12 on, takes a validated CHECK for the proof, and doesn't scan again. */
  static @Nullable Recipe notNull(Dialect dialect, Change change) {
    if (dialect == Dialect.SQLITE) {
      return null;
    }
    var words = Tokens.plain(change.table()) + "_" + Tokens.plain(change.column());
    var check = words + "_not_null";
    return new Recipe(
        List.of(
            new Recipe.Step(
                Phase.CONTRACT,
                check + "_check",
                List.of(),
                """
                -- 1 of 3: when no code is left that writes NULL. New rows are checked, those that exist aren't read.
                ALTER TABLE %s ADD CONSTRAINT %s CHECK (%s IS NOT NULL) NOT VALID;
                """
                    .formatted(change.table(), check, change.column())),
            new Recipe.Step(
                Phase.EXPAND,
                check + "_validate",
                List.of(),
                """
                -- 2 of 3: reads every row, while others read and write. Fails where a NULL is left: fill it before.
                ALTER TABLE %s VALIDATE CONSTRAINT %s;
                """
                    .formatted(change.table(), check)),
            new Recipe.Step(
                Phase.CONTRACT,
                words + "_not_null",
                List.of(),
                """
                -- 3 of 3: takes the checked constraint for the proof; no row is read again.
                ALTER TABLE %1$s ALTER COLUMN %2$s SET NOT NULL;
                ALTER TABLE %1$s DROP CONSTRAINT %3$s;
                """
                    .formatted(change.table(), change.column(), check))));
  }

  /** It isn't known which value the existing rows should get. */
  static Recipe required(Dialect dialect, Change change, KnownColumns columns) {
    var words = Tokens.plain(change.table()) + "_" + Tokens.plain(change.column());
    boolean postgres = dialect == Dialect.POSTGRESQL;
    return new Recipe(
        List.of(
            new Recipe.Step(
                Phase.EXPAND,
                words,
                List.of(),
                """
                -- 1 of 3: without NOT NULL. Then release code that writes %2$s with every row.
                ALTER TABLE %1$s ADD COLUMN %2$s %3$s;
                """
                    .formatted(change.table(), change.column(), change.to())),
            new Recipe.Step(
                Phase.EXPAND,
                words + "_backfill",
                List.of(),
                """
                -- 2 of 3: the rows that older code wrote. Write the value that they get.
                -- backfill: %1$s.%3$s batch 1000
                UPDATE %1$s SET %2$s = <the value of %2$s>
                WHERE %3$s BETWEEN :from AND :upto AND %2$s IS NULL;
                """
                    .formatted(change.table(), change.column(), columns.walked())),
            new Recipe.Step(
                Phase.CONTRACT,
                words + "_not_null",
                List.of(),
                "-- 3 of 3: when no code is left that leaves %s out.\n".formatted(change.column())
                    + (postgres
                        ? """
                        ALTER TABLE %1$s ADD CONSTRAINT %2$s_not_null CHECK (%3$s IS NOT NULL) NOT VALID;
                        ALTER TABLE %1$s VALIDATE CONSTRAINT %2$s_not_null;
                        ALTER TABLE %1$s ALTER COLUMN %3$s SET NOT NULL;
                        ALTER TABLE %1$s DROP CONSTRAINT %2$s_not_null;
                        """
                            .formatted(change.table(), words, change.column())
                        : "ALTER TABLE %s ALTER COLUMN %s SET NOT NULL;\n"
                            .formatted(change.table(), change.column())))));
  }

  /** Without the lock that lasts as long as every row is read. */
  static @Nullable Recipe constraint(Dialect dialect, Change change) {
    var upper = change.to().toUpperCase(Locale.ROOT);
    boolean done = upper.contains("NOT VALID") || upper.contains("USING INDEX");
    if (dialect == Dialect.SQLITE || done) {
      return null;
    }
    var words = Tokens.plain(change.table()) + "_" + Tokens.plain(change.column());
    if (upper.startsWith("UNIQUE")) {
      return unique(change, words);
    }
    if (!upper.startsWith("CHECK") && !upper.startsWith("FOREIGN")) {
      return null;
    }
    return new Recipe(
        List.of(
            new Recipe.Step(
                Phase.CONTRACT,
                words,
                List.of(),
                """
                -- 1 of 2: when no code is left that breaks it. What is written is checked, the rows that exist aren't read.
                ALTER TABLE %s ADD CONSTRAINT %s %s NOT VALID;
                """
                    .formatted(change.table(), change.column(), change.to())),
            new Recipe.Step(
                Phase.EXPAND,
                words + "_validate",
                List.of(),
                """
                -- 2 of 2: reads every row, while others read and write. Fails where one breaks it: correct it before.
                ALTER TABLE %s VALIDATE CONSTRAINT %s;
                """
                    .formatted(change.table(), change.column()))));
  }

  private static Recipe unique(Change change, String words) {
    return new Recipe(
        List.of(
            new Recipe.Step(
                Phase.CONTRACT,
                words,
                List.of(),
                """
                -- 1 of 2: when no code is left that writes a value twice. Others read and write while it is built.
                CREATE UNIQUE INDEX CONCURRENTLY %s ON %s %s;
                """
                    .formatted(
                        change.column(),
                        change.table(),
                        change.to().substring("UNIQUE".length()).strip())),
            new Recipe.Step(
                Phase.CONTRACT,
                words + "_constraint",
                List.of(),
                """
                -- 2 of 2: the index becomes the constraint; no row is read.
                ALTER TABLE %1$s ADD CONSTRAINT %2$s UNIQUE USING INDEX %2$s;
                """
                    .formatted(change.table(), change.column()))));
  }

  /** Code that doesn't know the column has to be able to leave it out before it is gone. */
  static @Nullable Recipe dropped(Change change, KnownColumns columns) {
    if (!columns.isRequired(change.column())) {
      return null;
    }
    var words = Tokens.plain(change.table()) + "_" + Tokens.plain(change.column());
    return new Recipe(
        List.of(
            new Recipe.Step(
                Phase.EXPAND,
                words + "_optional",
                List.of(),
                """
                -- 1 of 2: new code leaves it out. Then release code that doesn't use %2$s.
                ALTER TABLE %1$s ALTER COLUMN %2$s DROP NOT NULL;
                """
                    .formatted(change.table(), change.column())),
            new Recipe.Step(
                Phase.CONTRACT,
                words + "_removed",
                List.of(),
                """
                -- 2 of 2: when no code is left that knows it.
                ALTER TABLE %s DROP COLUMN %s;
                """
                    .formatted(change.table(), change.column()))));
  }
}
