package io.schemamigration.runner.db.backfill;

import io.schemamigration.core.sql.Backfill;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.Sql;
import io.schemamigration.runner.db.SqlFailure;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The column by whose values a table is walked through. Values are kept as text, and bound again as
 * the type they have.
 */
public final class KeyColumn {
  /** SQLite has to count, which is done up to here. */
  private static final int COUNTED = 1_000_000;

  private static final String POSTGRESQL =
      "SELECT c.relkind, format_type(a.atttypid, NULL), greatest(c.reltuples, 0)::bigint, "
          + Sql.truth(
              "EXISTS (SELECT 1 FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid"
                  + " JOIN pg_catalog.pg_am m ON m.oid = x.relam WHERE i.indrelid = c.oid AND m.amname = 'btree'"
                  + " AND i.indisvalid AND i.indpred IS NULL AND i.indkey[0] = a.attnum)")
          + ", "
          + Sql.truth("a.attnotnull")
          + " FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = ?"
          + " AND a.attnum > 0 AND NOT a.attisdropped WHERE c.oid = to_regclass(?)";

  /** A whole number that is the only primary key is the table's own order. */
  private static final String SQLITE =
      "SELECT (SELECT type FROM sqlite_master WHERE name = t.name COLLATE NOCASE), c.type, 0, "
          + Sql.truth(
              "(c.pk = 1 AND c.type = 'INTEGER' COLLATE NOCASE"
                  + " AND (SELECT count(*) FROM pragma_table_info(t.name) WHERE pk > 0) = 1)"
                  + " OR EXISTS (SELECT 1 FROM pragma_index_list(t.name) l, pragma_index_info(l.name) i"
                  + " WHERE l.partial = 0 AND i.seqno = 0 AND i.name = c.name)")
          + ", "
          + Sql.truth("c.\"notnull\"")
          + " FROM (SELECT ?2 AS name) t LEFT JOIN pragma_table_info(t.name) c ON c.name = ?1 COLLATE NOCASE"
          + " WHERE EXISTS (SELECT 1 FROM pragma_table_info(t.name))";

  private final Session session;
  private final Backfill backfill;

  /** The column that a mark names, as that session sees it. */
  public KeyColumn(Session session, Backfill backfill) {
    this.session = session;
    this.backfill = backfill;
  }

  /**
   * Why a table can't be walked through.
   *
   * @param hint what to do about it
   */
  public record Trouble(String message, String hint) {}

  /**
   * The keys of a batch.
   *
   * @param from the first
   * @param upto the last
   * @param keys how many
   */
  public record Range(Object from, String upto, Object uptoValue, int keys) {}

  /** Where a walk would begin and end, now. */
  public record Ends(String type, String first, String end) {}

  /** What is in the way of walking through it, or null where nothing is. */
  public @Nullable Trouble trouble() {
    var table = backfill.table();
    var rows = catalog();
    if (rows.isEmpty()) {
      return new Trouble(
          "there is no table " + table,
          "Correct the name after '-- backfill:', or make the table before.");
    }
    var row = rows.getFirst();
    if (row[1] == null) {
      return new Trouble(
          "table " + table + " has no column " + backfill.key(),
          "Correct the name after '-- backfill:'.");
    }
    if (!List.of("r", "p", "table").contains(row[0])) {
      return new Trouble(table + " is no table of rows", "Name the table that the rows come from.");
    }
    if (!"true".equals(row[3])) {
      return new Trouble(
          "no index begins with " + backfill.of() + ": each batch would read the whole table",
          "Take the primary key, or make an index on "
              + backfill.key()
              + " in a migration before.");
    }
    // whoever asks the table itself may have to queue for it
    return !"true".equals(row[4]) && rowWithoutKey()
        ? new Trouble(
            backfill.of() + " is NULL in some rows, which no batch would reach",
            "Take a column without NULL, such as the primary key.")
        : null;
  }

  private List<@Nullable String[]> catalog() {
    return switch (session.dialect()) {
      case POSTGRESQL ->
          session.query(POSTGRESQL, backfill.keyName(Dialect.POSTGRESQL), backfill.table());
      case SQLITE ->
          session.query(
              SQLITE, backfill.keyName(Dialect.SQLITE), backfill.tableName(Dialect.SQLITE));
    };
  }

  private boolean rowWithoutKey() {
    return !session
        .query(
            "SELECT 1 FROM " + backfill.table() + " WHERE " + backfill.key() + " IS NULL LIMIT 1")
        .isEmpty();
  }

  /** About how many rows there are, 0 where that isn't known without counting. */
  public long about() {
    var rows = catalog();
    return rows.isEmpty() ? 0 : Long.parseLong(String.valueOf(rows.getFirst()[2]));
  }

  /** About how many rows there are, in words; null where the database doesn't know. */
  public @Nullable String estimate() {
    if (session.dialect() == Dialect.POSTGRESQL) {
      long about = about();
      return about == 0 ? null : String.valueOf(about);
    }
    var rows =
        session.query(
            "SELECT count(*) FROM (SELECT 1 FROM " + backfill.table() + " LIMIT " + COUNTED + ")");
    var counted = String.valueOf(rows.getFirst()[0]);
    return counted.equals(String.valueOf(COUNTED)) ? "more than " + COUNTED : counted;
  }

  /**
   * Where the keys begin and end; null where there are none.
   *
   * @throws SqlFailure when they are of a type that has no exact text
   */
  public @Nullable Ends ends() throws SqlFailure {
    var first = outermost("");
    if (first == null) {
      return null;
    }
    var last = Objects.requireNonNull(outermost(" DESC"), "last");
    var type = exact(first[1], null);
    exact(last[1], type);
    return new Ends(type, String.valueOf(first[0]), String.valueOf(last[0]));
  }

  /** The first key in that order and its type; null where there is none. */
  private @Nullable String @Nullable [] outermost(String order) throws SqlFailure {
    var key = backfill.key();
    var rows =
        session.ask(
            "SELECT "
                + key
                + ", "
                + type()
                + " FROM "
                + backfill.table()
                + " ORDER BY "
                + key
                + order
                + " LIMIT 1");
    return rows.isEmpty() ? null : rows.getFirst();
  }

  /**
   * The keys that come next.
   *
   * @param limit most of them; those of one value count once and go together
   * @return null when none is left up to the position's end
   */
  public @Nullable Range next(BatchPosition position, int limit) throws SqlFailure {
    var key = backfill.key();
    boolean begun = position.at() != null;
    var after = value(position.type(), begun ? position.at() : position.first());
    var row =
        session
            .ask(
                "WITH b AS (SELECT "
                    + key
                    + " AS k FROM "
                    + backfill.table()
                    + " WHERE "
                    + key
                    + (begun ? " > ?" : " >= ?")
                    + " AND "
                    + key
                    + " <= ? ORDER BY "
                    + key
                    + " LIMIT ?) SELECT (SELECT k FROM b ORDER BY k LIMIT 1),"
                    + " (SELECT k FROM b ORDER BY k DESC LIMIT 1), (SELECT count(*) FROM b), (SELECT "
                    + type("k")
                    + " FROM b ORDER BY k DESC LIMIT 1)",
                after,
                value(position.type(), position.end()),
                limit)
            .getFirst();
    var from = row[0];
    var upto = row[1];
    if (from == null || upto == null) {
      return null;
    }
    exact(row[3], position.type());
    return new Range(
        value(position.type(), from),
        upto,
        value(position.type(), upto),
        Integer.parseInt(String.valueOf(row[2])));
  }

  private String type() {
    return type(backfill.key());
  }

  private String type(String expression) {
    return switch (session.dialect()) {
      case POSTGRESQL -> "pg_typeof(" + expression + ")::text";
      case SQLITE -> "typeof(" + expression + ")";
    };
  }

  /** SQLite keeps any value in any column; a number with a fraction loses digits as text. */
  private String exact(@Nullable String type, @Nullable String expected) throws SqlFailure {
    boolean sqlite = session.dialect() == Dialect.SQLITE;
    var known = String.valueOf(type);
    boolean fits = !sqlite || known.equals("integer") || known.equals("text");
    if (!fits || (expected != null && sqlite && !known.equals(expected))) {
      throw SqlFailure.unexpected(
          backfill.of()
              + " holds a value of type "
              + known
              + (fits ? " among others of type " + expected : ""),
          "A key is a whole number everywhere, or text everywhere.");
    }
    return known;
  }

  private Object value(String type, @Nullable String text) {
    var plain = String.valueOf(text);
    boolean number = session.dialect() == Dialect.SQLITE && type.equals("integer");
    return number ? (Object) Long.valueOf(plain) : plain;
  }
}
