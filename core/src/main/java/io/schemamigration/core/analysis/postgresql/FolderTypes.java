package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.sql.SqlToken;
import java.util.List;
import java.util.Set;

/**
 * The columns of a table as statements of a folder leave them, read in order.
 *
 * <p>Whatever isn't understood makes a column one that isn't known.
 */
final class FolderTypes {
  private static final Set<String> END_OF_TYPE =
      Set.of(
          "CONSTRAINT",
          "PRIMARY",
          "NOT",
          "NULL",
          "UNIQUE",
          "CHECK",
          "DEFAULT",
          "COLLATE",
          "REFERENCES",
          "GENERATED",
          "USING",
          "STORAGE",
          "COMPRESSION");

  private final String table;
  private final String column;
  private List<SqlToken> definition = List.of();
  private List<SqlToken> type = List.of();
  private boolean required;
  private boolean listed;

  private FolderTypes(String table, String column) {
    this.table = table;
    this.column = column;
  }

  /** Reads all that is about the column. */
  static FolderTypes of(List<KnownStatement> statements, String table, String column) {
    var types = new FolderTypes(table, column);
    for (var each : statements) {
      types.read(each);
    }
    return types;
  }

  /** The type that a domain is made of. */
  static String base(List<SqlToken> rest) {
    var reader = new FolderTypes("", "");
    reader.definition = rest;
    reader.type(reader.is(rest, 0, "AS") ? 1 : 0);
    return reader.type();
  }

  /** Whether it says so behind its columns. */
  static boolean isPartitioned(List<SqlToken> rest) {
    int depth = 0;
    for (int at = 0; at + 1 < rest.size(); at++) {
      depth += rest.get(at).isSymbol('(') ? 1 : rest.get(at).isSymbol(')') ? -1 : 0;
      if (depth == 0 && rest.get(at).isWord("PARTITION") && rest.get(at + 1).isWord("BY")) {
        return true;
      }
    }
    return false;
  }

  /** As it was written last, in lower case and without spaces; empty if it isn't known. */
  String type() {
    var text = new StringBuilder();
    for (var token : type) {
      boolean word = token.kind() == SqlToken.Kind.WORD;
      text.append(text.isEmpty() || !word ? "" : " ").append(TableWords.name(token));
    }
    return text.toString();
  }

  /** Whether it is known to be computed when it is read. */
  boolean isVirtual() {
    boolean generated = false;
    boolean stored = false;
    for (var token : type.isEmpty() ? List.<SqlToken>of() : definition) {
      generated |= token.isWord("GENERATED");
      stored |= token.isWord("STORED") || token.isWord("IDENTITY");
    }
    return generated && !stored;
  }

  /** Whether it is known to take no NULL. */
  boolean isRequired() {
    return required;
  }

  private void read(KnownStatement each) {
    boolean maybe = each.mentions("if") && each.mentions("exists");
    if (each.isMade("TABLE") && each.name().equals(table)) {
      if (listed && maybe) {
        return; // it is there already
      }
      forget();
      listed = TableWords.isPlain(each.rest());
      if (TableWords.isPlain(each.rest())) {
        TableWords.items(TableWords.inner(each.rest())).forEach(this::defined);
        TableWords.items(TableWords.inner(each.rest())).forEach(this::ruled);
      }
    } else if (each.altersTable(table)) {
      TableWords.items(each.rest()).forEach(this::altered);
    } else if (each.mayMake(table) && each.mentions(column) && changes(each)) {
      forget();
    } else if (each.mentions("rename") && each.mentions(table)) {
      forget();
    }
  }

  private static boolean changes(KnownStatement each) {
    return each.mentions("alter") || each.mentions("rename") || each.mentions("execute");
  }

  private void forget() {
    type = List.of();
    required = false;
  }

  private boolean is(List<SqlToken> item, int at, String... words) {
    for (int i = 0; i < words.length; i++) {
      if (at + i >= item.size() || !item.get(at + i).isWord(words[i])) {
        return false;
      }
    }
    return true;
  }

  private boolean isColumn(List<SqlToken> item, int at) {
    return at < item.size() && TableWords.name(item.get(at)).equals(column);
  }

  private void defined(List<SqlToken> item) {
    if (!isColumn(item, 0)) {
      return;
    }
    definition = item;
    type(1);
    required = false;
    for (int at = 1; at < item.size(); at++) {
      required |= is(item, at, "NOT", "NULL") || is(item, at, "PRIMARY", "KEY");
    }
  }

  private void type(int from) {
    int at = from;
    while (at < definition.size() && !END_OF_TYPE.contains(definition.get(at).normal())) {
      at++;
    }
    type = definition.subList(from, at);
  }

  /** PRIMARY KEY (…) of a table. */
  private void ruled(List<SqlToken> item) {
    int key = is(item, 0, "CONSTRAINT") ? 2 : 0;
    if (is(item, key, "PRIMARY", "KEY")) {
      for (int at = key + 2; at < item.size(); at++) {
        required |= isColumn(item, at);
      }
    }
  }

  private void altered(List<SqlToken> command) {
    int at = is(command, 1, "COLUMN") ? 2 : 1;
    if (is(command, 0, "ADD")) {
      boolean maybe = is(command, at, "IF", "NOT", "EXISTS");
      at += maybe ? 3 : 0;
      boolean there = maybe && (!listed || !type.isEmpty());
      if (isColumn(command, at) && !there) {
        defined(command.subList(at, command.size()));
      } else {
        ruled(command.subList(1, command.size()));
      }
    } else if (is(command, 0, "DROP") || is(command, 0, "RENAME")) {
      for (int i = 0; i < command.size(); i++) {
        if (isColumn(command, i) || is(command, i, "TO")) {
          forget();
        }
      }
    } else if (is(command, 0, "ALTER") && isColumn(command, at)) {
      if (is(command, at + 1, "SET", "NOT", "NULL")) {
        required = true;
      } else if (is(command, at + 1, "DROP", "NOT", "NULL")) {
        required = false;
      } else if (is(command, at + 1, "TYPE") || is(command, at + 1, "SET", "DATA", "TYPE")) {
        definition = command;
        type(at + (is(command, at + 1, "TYPE") ? 2 : 4));
      }
    }
  }
}
