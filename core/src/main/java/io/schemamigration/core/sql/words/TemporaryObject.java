package io.schemamigration.core.sql.words;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Lexer;
import io.schemamigration.core.sql.Statement;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a statement for SQLite creates for the session only.
 *
 * @param kind TABLE, VIEW or TRIGGER
 * @param name as it is written, without its schema
 */
public record TemporaryObject(String kind, String name) {
  private static final Set<String> KINDS = Set.of("TABLE", "VIEW", "TRIGGER");

  /** Reads the statement; null when it creates no such thing. */
  public static @Nullable TemporaryObject of(Statement statement) {
    var lexer = new Lexer(Dialect.SQLITE, statement.sql(), statement.line());
    if (!lexer.next() || !lexer.isWord("CREATE") || !lexer.next()) {
      return null;
    }
    boolean temporary = lexer.isWord("TEMP") || lexer.isWord("TEMPORARY");
    if (temporary || lexer.isWord("VIRTUAL")) {
      lexer.next();
    }
    var kind = lexer.token().toUpperCase(Locale.ROOT);
    if (!KINDS.contains(kind)) {
      return null;
    }
    lexer.next();
    if (lexer.isWord("IF")) {
      lexer.next(); // NOT
      lexer.next(); // EXISTS
      lexer.next();
    }
    var name = lexer.token();
    if (lexer.next() && lexer.isSymbol('.')) {
      temporary |= schema(name).equals("temp");
      lexer.next();
      name = lexer.token();
    }
    return temporary ? new TemporaryObject(kind, name) : null;
  }

  private static String schema(String token) {
    boolean quoted = token.length() > 2 && "\"`['".indexOf(token.charAt(0)) >= 0;
    var plain = quoted ? token.substring(1, token.length() - 1) : token;
    return plain.toLowerCase(Locale.ROOT);
  }
}
