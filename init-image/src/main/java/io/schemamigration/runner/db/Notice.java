package io.schemamigration.runner.db;

import java.sql.SQLWarning;
import java.util.function.UnaryOperator;
import org.postgresql.util.PSQLWarning;

/**
 * What a server says beside its answer to an author's statement, such as RAISE WARNING.
 *
 * @param statement its number in the file, from 1
 * @param severity WARNING, NOTICE, INFO …
 * @param text one line
 */
public record Notice(int statement, String severity, String text) {
  private static final int LONGEST = 500;

  static Notice of(int statement, SQLWarning warning, UnaryOperator<String> scrub) {
    var said = warning instanceof PSQLWarning p ? p.getServerErrorMessage() : null;
    var severity = said == null ? "WARNING" : String.valueOf(said.getSeverity());
    var detail = said == null || said.getDetail() == null ? "" : " (" + said.getDetail() + ")";
    var message = (said == null ? warning.getMessage() : said.getMessage()) + detail;
    var line = scrub.apply(message).replaceAll("\\p{Cntrl}+", " ").strip();
    return new Notice(
        statement, severity, line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…");
  }

  /** Whether something may be wrong. */
  public boolean warns() {
    return severity.equals("WARNING");
  }
}
