package io.schemamigration.runner.corpus;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.UnreadableSqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A script for psql, of which the commands to psql itself have been taken out: we refuse them, and
 * the server never sees them.
 *
 * @param text SQL alone
 * @param pieces what the splitter makes of it, in its order
 */
record PsqlScript(String text, List<Piece> pieces) {
  private static final String REFUSED = "begins with \\";

  /** A command that sends what was typed so far, as a semicolon does. */
  private static final Pattern SENDS =
      Pattern.compile("\\\\(g|gx|gset|gexec|gdesc|crosstabview|watch)\\b.*");

  /** COPY FROM STDIN that the server refuses: psql reads no rows after it then. Lines, from 1. */
  private static final Map<String, Set<Integer>> WITHOUT_ROWS =
      Map.of(
          "alter_table.sql", Set.of(1148, 1149),
          "copy.sql", Set.of(211),
          "copy2.sql",
              Set.of(
                  54, 57, 58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 71, 127, 129, 131, 133, 135,
                  331, 335),
          "copyselect.sql", Set.of(44),
          "generated.sql", Set.of(205, 207, 209, 225),
          "privileges.sql", Set.of(174, 217, 449),
          "rowsecurity.sql", Set.of(1634, 1636, 1651, 1653));

  /** Rows that follow several statements of one line or message, which is psql's own art. */
  private static final Map<String, Set<Integer>> LEFT_OUT =
      Map.of(
          "copyselect.sql", Set.of(90, 91, 92, 93, 94),
          "psql.sql", Set.of(1369, 1375, 1376, 1377));

  static PsqlScript of(Corpus.Script script) {
    var lines = new ArrayList<>(List.of(script.text().split("\n", -1)));
    for (int line : LEFT_OUT.getOrDefault(script.name(), Set.of())) {
      lines.set(line - 1, "");
    }
    for (int line : WITHOUT_ROWS.getOrDefault(script.name(), Set.of())) {
      lines.set(line - 1, lines.get(line - 1) + "\n\\.");
    }
    var text = String.join("\n", lines);
    while (true) {
      try {
        return new PsqlScript(text, Piece.of(Dialect.POSTGRESQL, text));
      } catch (UnreadableSqlException e) {
        if (!String.valueOf(e.getMessage()).contains(REFUSED)) {
          throw e;
        }
        var all = text.split("\n", -1);
        all[e.line() - 1] = withoutCommand(all[e.line() - 1]);
        text = String.join("\n", all);
      }
    }
  }

  private static String withoutCommand(String line) {
    int both = line.indexOf("\\;");
    if (both >= 0) {
      return line.substring(0, both) + " ;" + line.substring(both + 2);
    }
    var sends = SENDS.matcher(line);
    return sends.find()
        ? line.substring(0, sends.start()) + ";"
        : line.substring(0, line.indexOf('\\'));
  }
}
