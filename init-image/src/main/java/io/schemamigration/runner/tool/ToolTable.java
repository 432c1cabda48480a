package io.schemamigration.runner.tool;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.db.Sql;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table in which another tool notes what it applied.
 *
 * @param tool whose
 * @param schema null on SQLite
 * @param name as the database has it
 * @param columns in lower case
 * @param near whether the session finds it without naming the schema
 */
public record ToolTable(
    Tool tool, @Nullable String schema, String name, List<String> columns, boolean near) {
  private static final String POSTGRESQL =
      "SELECT n.nspname, c.relname, string_agg(lower(a.attname), ','), CASE WHEN"
          + " pg_catalog.pg_table_is_visible(c.oid) THEN 'true' ELSE 'false' END FROM pg_catalog.pg_class c JOIN"
          + " pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid"
          + " AND a.attnum > 0 AND NOT a.attisdropped WHERE c.relkind IN ('r', 'p') AND lower(c.relname) IN (";
  private static final String SQLITE =
      "SELECT NULL, m.name, (SELECT group_concat(lower(i.name)) FROM pragma_table_info(m.name) i), 'true' FROM"
          + " sqlite_master m WHERE m.type = 'table' AND lower(m.name) IN (";

  /** Makes the list safe to share. */
  public ToolTable {
    columns = List.copyOf(columns);
  }

  /** All of this database, in whichever schema; the near ones first. */
  public static List<ToolTable> in(Session session) {
    var names = new TreeSet<String>();
    for (var tool : Tool.values()) {
      names.add(tool.table());
    }
    var found = new ArrayList<ToolTable>();
    for (var row : rows(session, names)) {
      for (var tool : Tool.values()) {
        if (tool.table().equals(name(row).toLowerCase(Locale.ROOT)) && tool.made(columns(row))) {
          found.add(table(tool, row));
        }
      }
    }
    found.sort((a, b) -> Boolean.compare(b.near(), a.near()));
    return found;
  }

  /**
   * The tables of that name, for each tool that may have made it.
   *
   * @param name with its schema, or without
   */
  public static List<ToolTable> named(Session session, String name) {
    int dot = name.lastIndexOf('.');
    var schema = dot < 0 ? null : name.substring(0, dot);
    var found = new ArrayList<ToolTable>();
    for (var row : rows(session, List.of(name.substring(dot + 1).toLowerCase(Locale.ROOT)))) {
      boolean meant = schema == null ? "true".equals(row[3]) : schema.equals(row[0]);
      for (var tool : Tool.adoptable()) {
        if (meant && tool.made(columns(row))) {
          found.add(table(tool, row));
        }
      }
    }
    var known = found.stream().filter(t -> t.tool().table().equals(t.name())).toList();
    if (known.size() == 1) {
      return known;
    }
    var all = List.copyOf(found);
    found.removeIf(one -> all.stream().anyMatch(other -> other.tool().isMoreThan(one.tool())));
    return found;
  }

  private static List<@Nullable String[]> rows(Session session, Iterable<String> names) {
    var list = new ArrayList<String>();
    names.forEach(name -> list.add(Sql.literal(name)));
    var in = list.stream().collect(Collectors.joining(", ", "", ")"));
    return session.query(
        session.dialect() == Dialect.SQLITE
            ? SQLITE + in + " ORDER BY 2"
            : POSTGRESQL + in + " GROUP BY n.nspname, c.relname, c.oid ORDER BY 1, 2");
  }

  private static ToolTable table(Tool tool, @Nullable String[] row) {
    return new ToolTable(tool, row[0], name(row), columns(row), "true".equals(row[3]));
  }

  private static String name(@Nullable String[] row) {
    return String.valueOf(row[1]);
  }

  private static List<String> columns(@Nullable String[] row) {
    return Arrays.asList(String.valueOf(row[2]).split(",", -1));
  }

  /** As SQL writes it. */
  public String sql() {
    return (schema == null ? "" : Sql.quote(schema) + ".") + Sql.quote(name);
  }

  /** For people: with its schema where that isn't clear. */
  public String words() {
    return near || schema == null ? name : schema + "." + name;
  }

  /** What to do instead of running all files in a database that has such tables; or null. */
  public static @Nullable String hint(List<ToolTable> tables) {
    for (var table : tables) {
      if (table.tool().isAdoptable()) {
        return table.tool().text()
            + "'s table "
            + table.words()
            + " exists: take over what it notes: migrate adopt"
            + (table.near() ? "" : " --table " + table.words())
            + ".";
      }
    }
    return tables.isEmpty()
        ? null
        : tables.getFirst().tool().text()
            + "'s table "
            + tables.getFirst().words()
            + " exists; it isn't taken over. Record which version the database is at: migrate baseline --to VERSION.";
  }
}
