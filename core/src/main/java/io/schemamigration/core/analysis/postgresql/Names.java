package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.grammar.Node;
import java.util.List;

/** Names as {@code DatabaseObject} has them. */
final class Names {
  private Names() {}

  /** The name of a {@code RangeVar}, with its schema if it has one. */
  static String relation(Node range) {
    var schema = range.text("schemaname");
    var name = part(range.text("relname"));
    return schema.isEmpty() ? name : part(schema) + "." + name;
  }

  /** A relation that has to exist; the grammar never leaves it out. */
  static String relation(Node statement, String attribute) {
    var range = statement.node(attribute);
    return range == null ? "" : relation(range);
  }

  /** The part of a statement that a remark points at, or the statement itself. */
  static Node at(Node statement, String attribute) {
    var part = statement.node(attribute);
    return part == null ? statement : part;
  }

  /** A name in parts; a database before the schema can only be this one. */
  static String of(List<String> parts) {
    return joined(parts.size() == 3 ? parts.subList(1, 3) : parts);
  }

  /** What belongs to a table: the last part is its own name. */
  static String member(List<String> parts) {
    int last = parts.size() - 1;
    return of(parts.subList(0, last)) + "." + part(parts.get(last));
  }

  /** What belongs to a table of that name. */
  static String member(String table, String own) {
    return table + "." + part(own);
  }

  /** The parts of an object in a statement that names any kind of object. */
  static List<String> parts(Node object) {
    return switch (object.type()) {
      case "String" -> List.of(object.text("sval"));
      case "TypeName" -> object.strings("names");
      case "ObjectWithArgs" -> object.strings("objname");
      default -> object.strings("items");
    };
  }

  private static String joined(List<String> parts) {
    var name = new StringBuilder();
    for (var each : parts) {
      name.append(name.isEmpty() ? "" : ".").append(part(each));
    }
    return name.toString();
  }

  /** Quoted if a dot would make it look like two. */
  static String part(String name) {
    return name.indexOf('.') < 0 && name.indexOf('"') < 0
        ? name
        : "\"" + name.replace("\"", "\"\"") + "\"";
  }

  /**
   * Whether it is a table of PostgreSQL itself or of this product; what is written there can change
   * anything.
   */
  static boolean isSystem(Node range) {
    var schema = range.text("schemaname");
    var name = range.text("relname");
    boolean temporary = schema.equals("pg_temp");
    return (schema.startsWith("pg_") && !temporary)
        || schema.equals("information_schema")
        || (schema.isEmpty() && name.startsWith("pg_"))
        || name.startsWith("schema_migration_");
  }
}
