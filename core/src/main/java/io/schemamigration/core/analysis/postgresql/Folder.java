package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the files before a migration say of the schema: enough to know what doesn't exist yet, and
 * what some things are. They are read by their words, when something is asked for first.
 */
final class Folder {
  private final @Nullable List<Statement> earlier;
  private final KnownStatements read;
  private final Function<String, @Nullable Node> tree;
  private final List<Statement> later = new ArrayList<>();

  /**
   * Reads lazily.
   *
   * @param earlier the statements of all files before the migration; null: not known
   * @param read what has been read of them before
   * @param tree reads a statement; null for one that can't be read
   */
  Folder(
      @Nullable List<Statement> earlier,
      KnownStatements read,
      Function<String, @Nullable Node> tree) {
    this.earlier = earlier;
    this.read = read;
    this.tree = tree;
  }

  private List<KnownStatement> known() {
    return earlier == null ? List.of() : read.all(earlier);
  }

  /** Those that have a word, or are about what has that name. */
  private List<KnownStatement> known(String word) {
    return earlier == null ? List.of() : read.about(earlier, word);
  }

  /** The same with what the migration has done so far. */
  private List<KnownStatement> now(String word) {
    var all = new ArrayList<>(known(word));
    for (var statement : later) {
      var each = read.of(statement);
      if (each.mentions(word) || each.name().equals(word)) {
        all.add(each);
      }
    }
    return all;
  }

  /** Takes in a statement of the migration itself, once it has been judged. */
  void add(Statement statement) {
    later.add(statement);
  }

  /**
   * Whether it is known that there is no such thing before the migration.
   *
   * @param name with its schema if it has one; a column comes after its table
   */
  boolean isAbsent(Kind kind, String name) {
    if (earlier == null) {
      return false;
    }
    return kind == Kind.COLUMN
        ? isColumnAbsent(own(name.substring(0, Math.max(0, name.lastIndexOf('.')))), own(name))
        : isObjectAbsent(kind, schema(name), own(name));
  }

  private boolean isObjectAbsent(Kind kind, String schema, String name) {
    boolean part = kind == Kind.INDEX || kind == Kind.SEQUENCE;
    for (var each : known()) {
      boolean made = each.does() == KnownStatement.Does.MAKES && each.name().equals(name);
      boolean named = part && each.isMade("TABLE") && name.startsWith(each.name() + "_");
      boolean renamed = each.does() == KnownStatement.Does.ALTERS && isRenamed(each, name);
      if (made || named || renamed || each.mayMake(name)) {
        return false;
      }
    }
    return !foreign().contains(schema);
  }

  private static boolean isRenamed(KnownStatement alter, String name) {
    return alter.mentions("rename") && alter.mentions(name);
  }

  /** The schemas of tables that are altered, but that no file makes. */
  private Set<String> foreign() {
    var foreign = new HashSet<String>();
    var made = new HashSet<String>();
    for (var each : known()) {
      if (each.does() == KnownStatement.Does.MAKES) {
        made.add(each.name());
      } else if (each.isUnclear() || each.mentions("rename")) {
        made.addAll(each.words());
      } else if (each.does() == KnownStatement.Does.ALTERS && !made.contains(each.name())) {
        foreign.add(each.schema().equals("public") ? "" : each.schema());
      }
    }
    return foreign;
  }

  private boolean isColumnAbsent(String table, String column) {
    boolean plain = false;
    for (var each : known(table)) {
      boolean about = each.isMade("TABLE") && each.name().equals(table);
      boolean renamed = each.does() == KnownStatement.Does.ALTERS && isRenamed(each, table);
      plain |= about && TableWords.isPlain(each.rest());
      about |= each.altersTable(table) || each.mayMake(table);
      boolean named = about && each.mentions(table) && each.mentions(column);
      if (named || (renamed && !each.altersTable(table))) {
        return false;
      }
    }
    return plain;
  }

  /** The type of a column, as it is written; empty if it isn't known. */
  String columnType(String table, String column) {
    if (earlier == null) {
      return "";
    }
    var name = own(table);
    return FolderTypes.of(now(name), name, column.toLowerCase(Locale.ROOT)).type();
  }

  /** Whether a column is known to take no NULL, without this migration. */
  boolean isRequired(String table, String column) {
    var name = own(table);
    return FolderTypes.of(known(name), name, column.toLowerCase(Locale.ROOT)).isRequired();
  }

  /** Whether a function of the folder may be about the column. */
  boolean isReadByCode(String table, String column) {
    for (var each : now(own(table))) {
      boolean code = each.isMade("FUNCTION") || each.isMade("PROCEDURE");
      if (code && each.mentions(own(table)) && each.mentions(column.toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a column is known to be computed when it is read. */
  boolean isVirtual(String table, String column) {
    return earlier != null
        && FolderTypes.of(now(own(table)), own(table), column.toLowerCase(Locale.ROOT)).isVirtual();
  }

  /** Whether a constraint is known to be a foreign key or a CHECK, which no statement names. */
  boolean isForeignKey(String table, String constraint) {
    return earlier != null
        && FolderRules.isForeignKey(now(own(constraint)), own(table), own(constraint));
  }

  /** What shows or checks a column, so that its type can't change; empty if nothing is known to. */
  String userOf(String table, String column) {
    var users = FolderRules.users(now(own(table)), own(table), column.toLowerCase(Locale.ROOT));
    for (var user : users) {
      var name = user.substring(user.indexOf(' ') + 1);
      if (FolderRules.isThere(now(name), name)) {
        return user;
      }
    }
    return "";
  }

  /** What a domain is made of, as it is written; empty for one that isn't known. */
  String domain(String written) {
    var name = own(written);
    var base = "";
    for (var each : now(name)) {
      if (each.isMade("DOMAIN") && each.name().equals(name)) {
        base = FolderTypes.base(each.rest());
      } else if (each.isUnclear() && each.mentions(name) && each.mentions("rename")) {
        return "";
      }
    }
    return base;
  }

  /**
   * Whether a type is known to bring no rule of its own: an enum of the folder, or a type of an
   * extension that it makes.
   */
  boolean isPlainType(String written) {
    var name = own(written);
    boolean plain = false;
    for (var each : known(name)) {
      if (each.isMade("DOMAIN") && each.name().equals(name)) {
        return false;
      }
      if (each.isMade("TYPE") && each.name().equals(name)) {
        plain = each.rest().size() > 2 && each.rest().get(1).isWord("ENUM");
      } else if (each.isMade("EXTENSION")) {
        plain |= each.name().equals(name) && Extensions.isTrusted(name);
      }
    }
    return plain;
  }

  /** What makes its domains and functions. */
  Makers makers() {
    return new Makers(earlier, later, read, tree);
  }

  /**
   * Whether an index that the folder makes is known: {@code UNIQUE INDEX} or {@code INDEX}; empty
   * if it isn't.
   */
  String index(String written) {
    if (earlier == null) {
      return "";
    }
    var name = own(written);
    var kind = "";
    for (var each : now(name)) {
      boolean renames = each.mentions("rename") && each.mentions(name);
      if (renames || (each.isUnclear() && each.mentions(name))) {
        return "";
      }
      boolean made = each.does() == KnownStatement.Does.MAKES && each.name().equals(name);
      boolean here = schema(each.schema() + ".x").equals(schema(written));
      if (made && !(here && each.what().endsWith("INDEX"))) {
        return "";
      }
      if (made) { // by one of several statements with IF NOT EXISTS
        kind = kind.isEmpty() || kind.equals(each.what()) ? each.what() : "?";
      }
    }
    return kind.equals("?") ? "" : kind;
  }

  /** The columns of an index of the folder; empty if they aren't known, or some are expressions. */
  List<String> indexColumns(String written) {
    var name = own(written);
    List<String> columns = List.of();
    for (var each : now(name)) {
      if (each.isMade("UNIQUE INDEX") && each.name().equals(name)) {
        columns = TableWords.names(each.rest());
      }
    }
    return columns;
  }

  /** Whether a table is known to have partitions. */
  boolean isPartitioned(String written) {
    var name = own(written);
    for (var each : now(name)) {
      boolean made = each.isMade("TABLE") && each.name().equals(name);
      if (made && each.mentions("partition") && FolderTypes.isPartitioned(each.rest())) {
        return true;
      }
    }
    return false;
  }

  /** Whether an earlier file has a CHECK that keeps NULL out of a column, and that is valid. */
  boolean isCheckedNotNull(String table, String column, boolean earlierOnly) {
    var name = own(table);
    return NotNullChecks.holds(
        earlierOnly ? known(name) : now(name), name, column.toLowerCase(Locale.ROOT));
  }

  /** The name's last part, as names are compared here. */
  static String own(String name) {
    var last = name.substring(name.lastIndexOf('.') + 1);
    return last.replace("\"", "").toLowerCase(Locale.ROOT);
  }

  static String schema(String name) {
    int dot = name.lastIndexOf('.');
    var schema = dot < 0 ? "" : own(name.substring(0, dot));
    return schema.equals("public") ? "" : schema;
  }
}
