package io.schemamigration.core.source.read;

import io.schemamigration.core.source.Problem;
import java.util.List;
import java.util.Locale;

/**
 * How another tool was set to run a migration: diesel's {@code metadata.toml} ({@code
 * run_in_transaction = false}), Flyway's {@code V1__x.sql.conf} ({@code
 * executeInTransaction=false}, {@code placeholderReplacement=false}).
 *
 * @param plain whether it is kept out of a transaction
 * @param placeholders whether {@code ${…}} was replaced by a value
 */
record OtherSettings(boolean plain, boolean placeholders) {
  static final OtherSettings NONE = new OtherSettings(false, true);

  /** Reads {@code key = value} lines; what isn't understood is reported. */
  static OtherSettings read(String file, String text, List<Problem> problems) {
    boolean plain = false;
    boolean placeholders = true;
    int number = 0;
    for (var line : (Iterable<String>) text.lines()::iterator) {
      number++;
      var said = line.strip();
      if (said.isEmpty() || said.startsWith("#")) {
        continue;
      }
      int equals = said.indexOf('=');
      var key = said.substring(0, Math.max(equals, 0)).strip().toLowerCase(Locale.ROOT);
      var value = said.substring(equals + 1).strip().toLowerCase(Locale.ROOT);
      boolean known = value.equals("true") || value.equals("false");
      if (known && (key.equals("run_in_transaction") || key.equals("executeintransaction"))) {
        plain = value.equals("false");
      } else if (known && key.equals("placeholderreplacement")) {
        placeholders = value.equals("true");
      } else {
        problems.add(
            new Problem(
                file,
                number,
                "'" + said + "' isn't understood",
                "only whether it runs in a transaction, and whether placeholders are replaced, is read here"));
      }
    }
    return new OtherSettings(plain, placeholders);
  }
}
