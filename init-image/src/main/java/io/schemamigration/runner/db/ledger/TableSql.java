package io.schemamigration.runner.db.ledger;

import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A statement on one of the two tables. Its values become parameters where a session runs it, and
 * literals where it is a part of a longer text.
 */
public final class TableSql {
  private static final String HERE = "#";

  private final StringBuilder text = new StringBuilder();
  private final List<String> before = new ArrayList<>();
  private final List<@Nullable Object> values = new ArrayList<>();

  /** A text without values. */
  public static TableSql of(String sql) {
    return new TableSql().sql(sql);
  }

  /** One row for a table. What is null stays what the table says. */
  static TableSql insert(String table, Map<?, ? extends @Nullable Object> row) {
    return inserted(table, row, " VALUES (").sql(")");
  }

  /** One row for a table, where a condition holds. */
  static TableSql insertWhere(
      String table, Map<?, ? extends @Nullable Object> row, TableSql condition) {
    return inserted(table, row, " SELECT ").sql(" WHERE ").add(condition);
  }

  private static TableSql inserted(
      String table, Map<?, ? extends @Nullable Object> row, String how) {
    var names = new ArrayList<String>();
    var given = new ArrayList<Object>();
    row.forEach((column, value) -> {
      if (value != null) {
        names.add(column.toString());
        given.add(value);
      }
    });
    var insert = new TableSql();
    insert.sql("INSERT INTO " + table + " (" + String.join(", ", names) + ")" + how);
    for (int i = 0; i < given.size(); i++) {
      insert.sql(i == 0 ? "" : ", ").value(given.get(i));
    }
    return insert;
  }

  /** New values for columns, also null. */
  static TableSql update(String table, Map<?, ? extends @Nullable Object> columns) {
    var update = new TableSql().sql("UPDATE " + table + " SET ");
    var separator = "";
    for (var entry : columns.entrySet()) {
      update.sql(separator + entry.getKey() + " = ").value(entry.getValue());
      separator = ", ";
    }
    return update;
  }

  TableSql sql(String more) {
    text.append(more);
    return this;
  }

  /** A text, a number, null, or what the database computes. */
  TableSql value(@Nullable Object value) {
    if (value instanceof TableSql computed) {
      return add(computed);
    }
    before.add(text.toString());
    text.setLength(0);
    values.add(value);
    return this;
  }

  TableSql add(TableSql more) {
    for (int i = 0; i < more.values.size(); i++) {
      sql(more.before.get(i)).value(more.values.get(i));
    }
    return sql(more.text.toString());
  }

  /** A condition as the text {@code true} or {@code false}. */
  TableSql truth(TableSql condition) {
    var parts = Sql.truth(HERE).split(HERE, -1);
    return sql(parts[0]).add(condition).sql(parts[1]);
  }

  private String parameters() {
    var sql = new StringBuilder();
    before.forEach(part -> sql.append(part).append('?'));
    return sql.append(text).toString();
  }

  /** Runs it, and returns how many rows it changed. */
  int update(Session session) {
    return session.update(parameters(), values.toArray());
  }

  /** Runs it, and returns its rows. */
  List<@Nullable String[]> query(Session session) {
    return session.query(parameters(), values.toArray());
  }

  /** With its values written into it. */
  public String text(UnaryOperator<@Nullable String> literal) {
    var sql = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      var value = values.get(i);
      sql.append(before.get(i));
      sql.append(value instanceof Number ? value.toString() : literal.apply(string(value)));
    }
    return sql.append(text).toString();
  }

  private static @Nullable String string(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  /** Creates a table, unless it exists, of these columns in their order. */
  static String create(String name, Stream<String> definitions) {
    return "CREATE TABLE IF NOT EXISTS "
        + name
        + " ("
        + definitions.collect(Collectors.joining(", "))
        + ")";
  }
}
