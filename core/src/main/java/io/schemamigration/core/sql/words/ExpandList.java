package io.schemamigration.core.sql.words;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import java.util.Set;

/**
 * The short list of statements that make something that older code doesn't look at. It judges words
 * alone and rather says nothing than too much.
 */
public final class ExpandList {
  /** What a new column may not have: a rule that rows written by older code could break. */
  private static final Set<String> COLUMN_RULES =
      Set.of(
          "UNIQUE",
          "PRIMARY",
          "CHECK",
          "REFERENCES",
          "GENERATED",
          "CONSTRAINT",
          "IDENTITY",
          "EXCLUDE",
          "USING",
          "FOREIGN",
          "AUTO_INCREMENT",
          "AUTOINCREMENT");

  /** What makes an INSERT more than new rows. */
  private static final Set<String> CHANGES =
      Set.of("UPDATE", "DELETE", "MERGE", "TRUNCATE", "REPLACE", "RETURNING");

  /** Functions that an INSERT may call; any other might do anything. */
  private static final Set<String> HARMLESS_CALLS =
      Set.of(
          "VALUES",
          "IN",
          "EXISTS",
          "SELECT",
          "FROM",
          "WHERE",
          "AND",
          "OR",
          "NOT",
          "ON",
          "CAST",
          "COALESCE",
          "NULLIF",
          "LOWER",
          "UPPER",
          "COUNT",
          "MIN",
          "MAX",
          "SUM",
          "NOW",
          "DATE",
          "DATETIME",
          "GENERATE_SERIES",
          "GEN_RANDOM_UUID",
          "VARCHAR",
          "NUMERIC",
          "DECIMAL",
          "CHAR");

  /** Types that a time of day fits into on every day. */
  private static final Set<String> TIMES = Set.of("DATE", "TIME", "TIMESTAMP", "TIMESTAMPTZ");

  /** Types that bring no rule of their own. A domain, which its name doesn't show, may. */
  private static final Set<String> PLAIN_TYPES =
      Set.of(
          "SMALLINT",
          "INTEGER",
          "INT",
          "BIGINT",
          "INT2",
          "INT4",
          "INT8",
          "NUMERIC",
          "DECIMAL",
          "REAL",
          "DOUBLE",
          "FLOAT4",
          "FLOAT8",
          "BOOLEAN",
          "BOOL",
          "TEXT",
          "VARCHAR",
          "CHARACTER",
          "CHAR",
          "BYTEA",
          "DATE",
          "TIME",
          "TIMESTAMP",
          "TIMESTAMPTZ",
          "INTERVAL",
          "UUID",
          "JSON",
          "JSONB",
          "INET",
          "CIDR");

  private ExpandList() {}

  /** Whether the statement is on the list. False says nothing about it but that. */
  public static boolean isExpand(Dialect dialect, Statement statement) {
    if (dialect == Dialect.POSTGRESQL && ReservedNames.areIn(statement.sql())) {
      return false;
    }
    var words = Words.all(dialect, statement);
    if (dialect == Dialect.SQLITE && SqliteTarget.isElsewhere(statement, words)) {
      return false;
    }
    if (words.accept("CREATE")) {
      return isNewObject(dialect, words);
    }
    if (words.accept("ALTER", "TABLE")) {
      return !SqliteTarget.mayRefuseDefault(dialect, statement, words)
          && isNewColumns(dialect, words);
    }
    if (words.accept("INSERT")) {
      return isNewRows(dialect, words);
    }
    if (words.accept("UPDATE")) {
      return isNewValues(dialect, words);
    }
    if (statement.data() != null) {
      return true; // rows that are written out: COPY … FROM STDIN
    }
    return dialect == Dialect.POSTGRESQL && words.accept("COMMENT", "ON");
  }

  private static boolean isNewObject(Dialect dialect, Words words) {
    boolean postgresql = dialect == Dialect.POSTGRESQL;
    var what = words.peek();
    words.skip();
    return switch (what) {
      case "TABLE" -> isNewTable(dialect, words);
      case "INDEX" ->
          (postgresql || !SqliteTarget.hasExpression(words)) && IndexWords.isNewIndex(words);
      case "VIEW" -> isNewView(dialect, words);
      case "SEQUENCE" -> postgresql;
      case "SCHEMA" -> postgresql && isNewSchema(words);
      case "TYPE" -> postgresql && isNewEnum(words);
      default -> false;
    };
  }

  /** A foreign key is a rule for the table it points to, which older code may delete from. */
  private static boolean isNewTable(Dialect dialect, Words words) {
    words.accept("IF", "NOT", "EXISTS");
    if (!words.acceptPlain(dialect)
        || words.restHas(Set.of("REFERENCES", "FOREIGN", "INHERITS"))
        || !words.acceptParentheses()) {
      return false;
    }
    while (!words.atEnd()) {
      boolean known =
          dialect == Dialect.SQLITE
              ? words.accept("STRICT") || words.accept("WITHOUT", "ROWID") || words.accept(",")
              : words.accept("PARTITION", "BY", "RANGE")
                  || words.accept("PARTITION", "BY", "LIST")
                  || words.accept("PARTITION", "BY", "HASH")
                  || words.accept("WITH")
                  || words.acceptParentheses();
      if (!known) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNewView(Dialect dialect, Words words) {
    words.accept("IF", "NOT", "EXISTS");
    if (!words.acceptPlain(dialect)) {
      return false;
    }
    words.acceptParentheses();
    return words.accept("AS");
  }

  private static boolean isNewSchema(Words words) {
    words.accept("IF", "NOT", "EXISTS");
    boolean named = !words.peek().equals("AUTHORIZATION") && words.acceptName();
    boolean owned = words.accept("AUTHORIZATION") && words.acceptName();
    return (named || owned) && words.atEnd();
  }

  private static boolean isNewEnum(Words words) {
    return words.acceptName()
        && words.accept("AS", "ENUM")
        && words.acceptParentheses()
        && words.atEnd();
  }

  private static boolean isNewColumns(Dialect dialect, Words words) {
    words.accept("IF", "EXISTS");
    words.accept("ONLY");
    if (!words.acceptName()) {
      return false;
    }
    do {
      if (!isNewColumn(dialect, words)) {
        return false;
      }
    } while (words.accept(","));
    return words.atEnd();
  }

  private static boolean isNewColumn(Dialect dialect, Words words) {
    if (!words.accept("ADD")) {
      return false;
    }
    words.accept("COLUMN");
    words.accept("IF", "NOT", "EXISTS");
    if (COLUMN_RULES.contains(words.peek()) || !words.acceptName()) {
      return false;
    }
    if (dialect == Dialect.POSTGRESQL && !PLAIN_TYPES.contains(words.peek())) {
      return false;
    }
    boolean time = TIMES.contains(words.peek());
    boolean required = false;
    boolean filled = false;
    while (!words.atEnd() && !words.peek().equals(",")) {
      if (words.accept("NOT", "NULL")) {
        required = true;
      } else if (words.accept("DEFAULT", "NULL")) {
        filled = false;
      } else if (words.accept("DEFAULT")) {
        filled = acceptConstant(dialect, time, words);
        if (!filled) {
          return false;
        }
      } else if (COLUMN_RULES.contains(words.peek()) || words.peek().equals(".")) {
        return false;
      } else if (!words.acceptParentheses()) {
        words.skip();
      }
    }
    return filled || !required;
  }

  private static boolean acceptConstant(Dialect dialect, boolean time, Words words) {
    boolean now = dialect == Dialect.POSTGRESQL && time;
    if (!words.accept("-", Words.NUMBER)
        && !words.accept(Words.NUMBER)
        && !words.accept(Words.STRING)
        && !words.accept("TRUE")
        && !words.accept("FALSE")
        && !(now && (words.accept("NOW", "(", ")") || words.accept("CURRENT_TIMESTAMP")))) {
      return false;
    }
    if (words.accept(":", ":")) {
      return PLAIN_TYPES.contains(words.peek()) && words.acceptName();
    }
    return words.atEnd() || Set.of(",", "NOT", "NULL").contains(words.peek());
  }

  private static boolean isNewRows(Dialect dialect, Words words) {
    if (dialect == Dialect.SQLITE) {
      words.accept("OR", "IGNORE");
    }
    if (!words.accept("INTO") || !words.acceptName()) {
      return false;
    }
    words.acceptParentheses();
    if (words.accept("DEFAULT", "VALUES")) {
      return words.atEnd();
    }
    if (!words.peek().equals("VALUES") && !words.peek().equals("SELECT")) {
      return false;
    }
    if (words.restHas(CHANGES)) {
      return false;
    }
    return callsHarmless(dialect, words);
  }

  /** Values of rows change as a fill or a count does: nothing that older code reads is another. */
  private static boolean isNewValues(Dialect dialect, Words words) {
    return words.acceptName()
        && words.accept("SET")
        && !words.restHas(CHANGES)
        && FillWords.fills(words)
        && callsHarmless(dialect, words);
  }

  private static boolean callsHarmless(Dialect dialect, Words words) {
    boolean qualified = false;
    for (; !words.atEnd(); words.skip()) {
      var token = words.peek();
      boolean call = Words.isName(token) && words.peek(1).equals("(");
      boolean foreign = qualified || (dialect != Dialect.SQLITE && token.equals("DATETIME"));
      if (call && (foreign || !HARMLESS_CALLS.contains(token))) {
        return false;
      }
      qualified = token.equals(".");
    }
    return true;
  }
}
