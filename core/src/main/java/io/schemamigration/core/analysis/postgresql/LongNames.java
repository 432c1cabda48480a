package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlToken;
import java.nio.charset.StandardCharsets;

/** Names that are cut off: the grammar does it before anybody sees them, so the text is asked. */
final class LongNames {
  /** NAMEDATALEN without its end (manual, "Identifiers and Key Words"). */
  private static final int LONGEST = 63;

  private LongNames() {}

  static void judge(String sql, Draft draft) {
    if (!mayHaveSome(sql)) {
      return;
    }
    for (var token : SqlToken.of(Dialect.POSTGRESQL, sql)) {
      boolean quoted = token.kind() == SqlToken.Kind.QUOTED_NAME;
      if (!quoted && token.kind() != SqlToken.Kind.WORD) {
        continue;
      }
      int length = token.text().getBytes(StandardCharsets.UTF_8).length - (quoted ? 2 : 0);
      if (length > LONGEST) {
        draft.advise(
            Rule.LONG_NAME,
            token.offset(),
            "name " + token.text() + " is cut off after " + LONGEST + " bytes",
            "use a shorter one");
      }
    }
  }

  /** A name without a space has as many characters in a row; one with spaces is in quotes. */
  private static boolean mayHaveSome(String sql) {
    int run = 0;
    for (int i = 0; i < sql.length(); i++) {
      char c = sql.charAt(i);
      boolean ends = c == ' ' || c == '\n' || c == '(' || c == ')' || c == ',' || c == '\'';
      run = ends ? 0 : run + (c < 0x80 ? 1 : 3);
      if (c == '"' || run > LONGEST) {
        return true;
      }
    }
    return false;
  }
}
