package io.schemamigration.core.source.read;

import io.schemamigration.core.source.Problem;
import io.schemamigration.core.source.Verification;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlComment;
import io.schemamigration.core.sql.backfill.BackfillMark;
import io.schemamigration.core.window.Phase;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Comments that are nearly a line of the header. Most comments with a colon are prose; one counts
 * as meant if its key is nearly known and its value is what such a key has.
 */
final class HeaderKey {
  private static final List<String> KEYS =
      List.of("phase", "overtakes", "depends", "verify", "accept", "backfill", "index");

  /** Those for people, which are never refused. */
  private static final Set<String> WORDS =
      Set.of("migration", "description", "date", "created", "author");

  /** As metadata.yaml and other tools say it. */
  private static final Set<String> DEPENDS =
      Set.of("dependencies", "dependency", "depends-on", "depends_on", "depends on");

  private static final List<String> PHASES = List.of("expand", "contract", "offline");
  private static final Pattern RULE = Pattern.compile("[a-z]+(-[a-z]+)+");
  private static final Pattern WITHOUT_COLON = Pattern.compile("(\\w+)\\s*(?:=|\\s)\\s*(\\S+)");

  private final Dialect dialect;
  private final String file;
  private final List<Problem> problems;

  HeaderKey(Dialect dialect, String file, List<Problem> problems) {
    this.dialect = dialect;
    this.file = file;
    this.problems = problems;
  }

  /** The key in lower case; empty where there is none. */
  static String key(String text) {
    return text.substring(0, Math.max(text.indexOf(':'), 0)).strip().toLowerCase(Locale.ROOT);
  }

  /** Whether it begins with a key that the header has. */
  static boolean isOne(String text) {
    var key = key(text);
    return KEYS.contains(key) || WORDS.contains(key);
  }

  /** Refuses a comment that isn't read, but was meant to be. */
  void refuseNearly(SqlComment comment) {
    if (!comment.block()) {
      line(comment.text(), comment.line(), false);
      return;
    }
    int line = comment.line();
    for (var text : (Iterable<String>) comment.text().lines()::iterator) {
      int at = 0;
      while (at < text.length() && (text.charAt(at) == '*' || text.charAt(at) == ' ')) {
        at++;
      }
      line(text.substring(at).strip(), line, true);
      line++;
    }
  }

  private void line(String text, int line, boolean block) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      withoutColon(text, line);
      return;
    }
    var written = key(text);
    var key = meant(written);
    var value = text.substring(colon + 1).strip();
    if (key == null || !isValue(key, value)) {
      return;
    }
    if (block) {
      refuse(line, text, "a block comment isn't read", key, value);
    } else if (!written.equals(key)) {
      refuse(line, text, "there is no key " + written, key, value);
    } else if (key.equals("backfill") && !text.toLowerCase(Locale.ROOT).startsWith("backfill:")) {
      refuse(line, text, "a blank stands before the colon", key, value);
    }
  }

  private void withoutColon(String text, int line) {
    var words = WITHOUT_COLON.matcher(text);
    if (!words.matches()) {
      return;
    }
    var key = meant(words.group(1).toLowerCase(Locale.ROOT));
    boolean listed = key != null && (key.equals("overtakes") || key.equals("depends"));
    if (key != null && (listed || key.equals("phase")) && isValue(key, words.group(2))) {
      refuse(line, text, "the colon is missing", key, words.group(2));
    }
  }

  private static @Nullable String meant(String key) {
    return DEPENDS.contains(key) ? "depends" : NearKey.of(key, KEYS);
  }

  private boolean isValue(String key, String value) {
    return switch (key) {
      case "phase" ->
          Phase.parse(value).isPresent()
              || (value.indexOf(' ') < 0
                  && NearKey.of(value.toLowerCase(Locale.ROOT), PHASES) != null);
      case "overtakes", "depends" -> References.areMeant(value);
      case "verify" -> Verification.isQuery(value);
      case "accept" -> RULE.matcher(value.split("\\s", 2)[0]).matches();
      case "backfill" -> BackfillMark.meant(dialect, value);
      default -> value.equals(Header.AS_WRITTEN);
    };
  }

  private void refuse(int line, String text, String why, String key, String value) {
    problems.add(
        new Problem(
            file,
            line,
            "'" + text + "' is nearly a line of the header: " + why,
            "write '-- " + key + ": " + value + "', or make a sentence of it if it is a remark"));
  }
}
