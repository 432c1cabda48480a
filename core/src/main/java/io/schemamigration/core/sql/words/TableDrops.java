package io.schemamigration.core.sql.words;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Lexer;
import io.schemamigration.core.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables that a migration for SQLite drops, and what it says about foreign keys. SQLite can't
 * change most of a table in place: its manual ("Making Other Kinds Of Table Schema Changes") has
 * the table copied, dropped, and the copy renamed; and while foreign keys are enforced, DROP TABLE
 * deletes the rows first, so that what refers to them goes with ON DELETE CASCADE.
 *
 * @param dropped names of the tables dropped, without quotes, in lower case
 * @param recreated those of them that exist again at the end: another table was renamed to the
 *     name, or it was created again
 * @param others names of the indexes, triggers and views dropped by name, in the same form
 * @param asked what the file's own {@code PRAGMA foreign_keys = …} says; off where it says both;
 *     null where it says nothing
 */
public record TableDrops(
    Set<String> dropped, Set<String> recreated, Set<String> others, @Nullable Boolean asked) {

  /** Drops nothing and says nothing. */
  public static final TableDrops NONE = new TableDrops(Set.of(), Set.of(), Set.of(), null);

  /** Makes the sets safe to share. */
  public TableDrops {
    dropped = Set.copyOf(dropped);
    recreated = Set.copyOf(recreated);
    others = Set.copyOf(others);
  }

  /** Reads the statements of a migration for SQLite. */
  public static TableDrops of(List<Statement> statements) {
    if (!mayMatter(statements)) {
      return NONE;
    }
    var dropped = new HashSet<String>();
    var recreated = new HashSet<String>();
    var others = new HashSet<String>();
    Boolean asked = null;
    for (var statement : statements) {
      var reader = new Reader(statement);
      switch (reader.word()) {
        case "DROP" -> {
          boolean table = reader.word().equals("TABLE");
          (table ? dropped : others).add(reader.name());
        }
        case "CREATE", "ALTER" -> {
          var name = reader.made();
          if (name != null && dropped.contains(name)) {
            recreated.add(name);
          }
        }
        case "PRAGMA" -> {
          var said = reader.foreignKeys();
          if (said != null) {
            asked = said && !Boolean.FALSE.equals(asked);
          }
        }
        default -> {}
      }
    }
    return new TableDrops(dropped, recreated, others, asked);
  }

  /**
   * Whether the database is to enforce foreign keys while the migration runs. Not where a table is
   * replaced, whatever the file says: the rows that refer to it would be deleted. Where a table is
   * dropped permanently, only if the file asks for it.
   */
  public boolean enforced() {
    if (!recreated.isEmpty()) {
      return false;
    }
    return asked != null ? asked : dropped.isEmpty();
  }

  /** The first letter shows for nearly all statements that they don't matter here. */
  private static boolean mayMatter(List<Statement> statements) {
    for (var statement : statements) {
      var sql = statement.sql();
      if (sql.regionMatches(true, 0, "DROP", 0, 4) || sql.regionMatches(true, 0, "PRAGMA", 0, 6)) {
        return true;
      }
    }
    return false;
  }

  /** Reads one statement from left to right. */
  private static final class Reader {
    private static final Set<String> TRUE = Set.of("ON", "YES", "TRUE");
    private final Lexer lexer;
    private boolean more;

    Reader(Statement statement) {
      lexer = new Lexer(Dialect.SQLITE, statement.sql(), statement.line());
      more = lexer.next();
    }

    /** The next word in upper case. */
    String word() {
      if (!more) {
        return "";
      }
      var word = lexer.token().toUpperCase(Locale.ROOT);
      more = lexer.next();
      return word;
    }

    /** A name after IF [NOT] EXISTS, without its schema. */
    String name() {
      while (more && (lexer.isWord("IF") || lexer.isWord("NOT") || lexer.isWord("EXISTS"))) {
        more = lexer.next();
      }
      var name = plain();
      while (more && lexer.isSymbol('.')) {
        more = lexer.next();
        name = plain();
      }
      return name;
    }

    private String plain() {
      if (!more) {
        return "";
      }
      var text = unquoted(lexer.token());
      more = lexer.next();
      return text;
    }

    /** The name of the table that CREATE TABLE or ALTER TABLE … RENAME TO makes, or null. */
    @Nullable String made() {
      if (!word().equals("TABLE")) {
        return null;
      }
      var name = name();
      if (!more || !lexer.isWord("RENAME")) {
        return name;
      }
      more = lexer.next();
      if (!more || !lexer.isWord("TO")) {
        return null;
      }
      more = lexer.next();
      return name();
    }

    /** What {@code PRAGMA foreign_keys} is set to; null for other ones, and where it only asks. */
    @Nullable Boolean foreignKeys() {
      if (!name().equals("foreign_keys") || !more) {
        return null;
      }
      more = lexer.next(); // = or (
      var value = more ? unquoted(lexer.token()).toUpperCase(Locale.ROOT) : "";
      boolean number = !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
      return number ? !value.replace("0", "").isEmpty() : TRUE.contains(value);
    }

    private static String unquoted(String token) {
      char first = token.charAt(0);
      var text = token;
      if (first == '"' || first == '`' || first == '\'') {
        var quote = String.valueOf(first);
        text = token.substring(1, token.length() - 1).replace(quote + quote, quote);
      } else if (first == '[') {
        text = token.substring(1, token.length() - 1);
      }
      return text.toLowerCase(Locale.ROOT);
    }
  }
}
