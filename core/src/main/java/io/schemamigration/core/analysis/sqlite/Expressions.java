package io.schemamigration.core.analysis.sqlite;

import io.schemamigration.core.sql.SqlToken;
import java.util.Set;

/** What SQLite's own functions may be called by: its manual, "Built-In Scalar SQL Functions". */
final class Expressions {
  /** Those without an effect but their value; some that SQLite doesn't have, which simply fail. */
  private static final Set<String> FUNCTIONS =
      words(
          """
          ABS ACOS ACOSH ASIN ASINH ATAN ATAN2 ATANH AVG CAST CEIL CEILING CHANGES CHAR
          COALESCE CONCAT CONCAT_WS COS COSH COUNT CUME_DIST DATE DATETIME DECIMAL DEGREES
          DENSE_RANK EXISTS EXP FIRST_VALUE FLOOR FORMAT GENERATE_SERIES GEN_RANDOM_UUID
          GLOB GROUP_CONCAT HEX IF IFNULL IIF INSTR JSON JSONB JSONB_ARRAY JSONB_EXTRACT
          JSONB_INSERT JSONB_OBJECT JSONB_PATCH JSONB_REMOVE JSONB_REPLACE JSONB_SET
          JSON_ARRAY JSON_ARRAY_LENGTH JSON_EACH JSON_ERROR_POSITION JSON_EXTRACT
          JSON_GROUP_ARRAY JSON_GROUP_OBJECT JSON_INSERT JSON_OBJECT JSON_PATCH
          JSON_PRETTY JSON_QUOTE JSON_REMOVE JSON_REPLACE JSON_SET JSON_TREE JSON_TYPE
          JSON_VALID JULIANDAY LAG LAST_INSERT_ROWID LAST_VALUE LEAD LENGTH LIKE
          LIKELIHOOD LIKELY LN LOG LOG10 LOG2 LOWER LTRIM MAX MIN MOD NOW NTH_VALUE NTILE
          NULLIF NUMERIC OCTET_LENGTH PERCENT_RANK PI POW POWER PRINTF QUOTE RADIANS RAISE
          RANDOM RANDOMBLOB RANK REPLACE ROUND ROW_NUMBER RTRIM SIGN SIN SINH
          SQLITE_VERSION SQRT STRFTIME STRING_AGG SUBSTR SUBSTRING SUM TAN TANH TIME
          TIMEDIFF TOTAL TOTAL_CHANGES TRIM TRUNC TYPEOF UNHEX UNICODE UNIXEPOCH UNLIKELY
          UPPER VARCHAR ZEROBLOB
          """);

  /** Words that a parenthesis may follow without a call. */
  private static final Set<String> KEYWORDS =
      words(
          """
          ALL AND AS BETWEEN BY CASE COLLATE CONFLICT DISTINCT ELSE EXCEPT FILTER FROM
          GLOB HAVING IN INTERSECT INTO IS ISNULL JOIN LIKE LIMIT MATERIALIZED NOT NOTNULL
          NULL OFFSET ON OR OVER SELECT SET THEN UNION USING VALUES WHEN WHERE WITH
          RETURNING
          """);

  private static final Set<String> STATEMENTS =
      Set.of("ALTER", "CREATE", "DELETE", "DROP", "INSERT", "REPLACE", "UPDATE");

  private Expressions() {}

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+"));
  }

  /** Whether it calls nothing but functions that are on the list. */
  static boolean harmless(Cursor at) {
    var before = at.peek();
    for (; !at.atEnd(); before = at.skip()) {
      var token = at.peek();
      boolean name =
          token.kind() == SqlToken.Kind.WORD || token.kind() == SqlToken.Kind.QUOTED_NAME;
      boolean into = before.isWord("INTO"); // its columns
      if (!name || into || !at.peek(1).isSymbol('(') || isKnown(token)) {
        continue;
      }
      // WITH counted (n) AS (…), and its like after a comma
      var definition = at.copy();
      definition.skip();
      boolean named = before.isWord("WITH") || before.isWord("RECURSIVE") || before.isSymbol(',');
      if (!named || definition.parentheses() == null || !definition.isWord("AS")) {
        return false;
      }
    }
    return true;
  }

  /** Whether no other statement hides in it: SQLite reserves the words that one begins with. */
  static boolean isQuery(Cursor at) {
    var before = at.peek();
    for (; !at.atEnd(); before = at.skip()) {
      var token = at.peek();
      boolean begins = token.kind() == SqlToken.Kind.WORD && STATEMENTS.contains(token.normal());
      boolean clause = before.isWord("DO") || at.peek(1).isSymbol('('); // upsert, replace(…)
      if (begins && !clause) {
        return false;
      }
    }
    return !before.isWord("GO");
  }

  private static boolean isKnown(SqlToken token) {
    var word = token.kind() == SqlToken.Kind.WORD ? token.normal() : "";
    return FUNCTIONS.contains(word) || KEYWORDS.contains(word);
  }
}
