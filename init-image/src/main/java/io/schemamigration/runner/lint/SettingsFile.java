package io.schemamigration.runner.lint;

import io.github.wasabithumb.jtoml.JToml;
import io.github.wasabithumb.jtoml.except.TomlException;
import io.github.wasabithumb.jtoml.except.parse.TomlLocalParseException;
import io.github.wasabithumb.jtoml.value.TomlValue;
import io.github.wasabithumb.jtoml.value.table.TomlTable;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.analysis.Severity;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.runner.words.Nearest;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code .migrate.toml}; what isn't understood is refused, with its line. */
public final class SettingsFile {
  /** Its name. */
  public static final String NAME = ".migrate.toml";

  private static final List<String> KEYS =
      List.of(
          "url-from",
          "dir",
          "lock-timeout",
          "concurrent-indexes",
          "dialect",
          "release",
          "baseline",
          "rules",
          "paths");
  private static final List<String> PLACE_KEYS = List.of("glob", "rules");
  private static final int OLDEST = 12;

  /** The newest release whose statements and costs are known. */
  public static final int NEWEST = 18;

  /** Whatever is newer is judged as the newest; a typing error isn't. */
  private static final int LAST = 99;

  private final Path file;
  private final TomlLines lines;
  private final Map<String, Object> toml;

  private SettingsFile(Path file, TomlLines lines, Map<String, Object> toml) {
    this.file = file;
    this.lines = lines;
    this.toml = toml;
  }

  /** The settings in the folder or the nearest one above it that has some. */
  public static LintSettings above(Path folder) {
    var start = folder.toAbsolutePath().normalize();
    for (@Nullable Path at = start; at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(NAME))) {
        return read(at.resolve(NAME));
      }
    }
    return LintSettings.none(start);
  }

  /**
   * The settings for lint in a file.
   *
   * @throws LintException when it can't be read or any of it isn't understood
   */
  public static LintSettings read(Path file) {
    var settings = parse(file);
    CommandKeys.read(settings);
    return settings.lint();
  }

  /**
   * The settings for every verb in a file.
   *
   * @throws LintException when it can't be read or any of it isn't understood
   */
  public static CommandSettings command(Path file) {
    var settings = parse(file);
    settings.lint();
    return CommandKeys.read(settings);
  }

  private static SettingsFile parse(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new LintException(file + ": can't be read (" + e.getClass().getSimpleName() + ")");
    }
    try {
      var parsed = JToml.jToml().readFromString(text);
      var settings = new SettingsFile(file, TomlLines.of(text), table(parsed));
      CommandKeys.refuseUrl(settings);
      settings.refuseOthers(settings.toml, KEYS, "", 0);
      return settings;
    } catch (TomlLocalParseException e) {
      // it counts from 0, and may have gone on to the next line
      int line = e.getLineNumber() + (e.getColumnNumber() == 0 ? 0 : 1);
      throw new LintException(file + ":" + line + ": this is no TOML: " + e.getRawMessage());
    } catch (TomlException e) {
      throw new LintException(file + ": this is no TOML: " + e.getMessage());
    }
  }

  private static Map<String, Object> table(TomlTable table) {
    var plain = new LinkedHashMap<String, Object>();
    for (var key : table.keys(false)) {
      var value = table.get(key);
      if (value != null) {
        plain.put(key.get(0), plain(value));
      }
    }
    return plain;
  }

  private static Object plain(TomlValue value) {
    if (value.isTable()) {
      return table(value.asTable());
    }
    if (value.isArray()) {
      var list = new ArrayList<Object>();
      value.asArray().forEach(element -> list.add(plain(element)));
      return list;
    }
    return value.asPrimitive().value();
  }

  private LintSettings lint() {
    var folder = file.toAbsolutePath().normalize().getParent();
    var baseline = text(toml, "baseline");
    return new LintSettings(
        folder == null ? Path.of("").toAbsolutePath() : folder,
        dialect(text(toml, "dialect")),
        release(toml.get("release")),
        baseline == null || folder == null ? null : folder.resolve(baseline),
        rules(toml.get("rules"), "rules", 0),
        places(toml.get("paths")));
  }

  private @Nullable Dialect dialect(@Nullable String text) {
    return switch (text) {
      case null -> null;
      case "postgresql" -> Dialect.POSTGRESQL;
      case "sqlite" -> Dialect.SQLITE;
      default -> throw wrong("dialect", 0, "dialect is postgresql or sqlite, not " + text);
    };
  }

  /** Whether that release of PostgreSQL is supported, or newer than those that are known. */
  public static boolean isRelease(long release) {
    return release >= OLDEST && release <= LAST;
  }

  private @Nullable Integer release(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof Long release && isRelease(release)) {
      return release.intValue();
    }
    throw wrong(
        "release", 0, "release is PostgreSQL's, " + OLDEST + " to " + NEWEST + ", not " + value);
  }

  private List<LintSettings.Place> places(@Nullable Object value) {
    var places = new ArrayList<LintSettings.Place>();
    if (value == null) {
      return places;
    }
    if (!(value instanceof List<?> list)) {
      throw wrong("paths", 0, "begin each with [[paths]]");
    }
    for (int i = 0; i < list.size(); i++) {
      if (!(list.get(i) instanceof Map<?, ?> place)) {
        throw wrong("paths", 0, "begin each with [[paths]]");
      }
      refuseOthers(place, PLACE_KEYS, "paths.", i + 1);
      places.add(
          new LintSettings.Place(
              matcher(text(place, "glob"), i + 1),
              rules(place.get("rules"), "paths.rules", i + 1)));
    }
    return places;
  }

  private PathMatcher matcher(@Nullable String glob, int place) {
    if (glob == null) {
      throw wrong("paths", place, "which files? Write glob = \"legacy/**\"");
    }
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + glob);
    } catch (IllegalArgumentException e) {
      throw wrong("paths.glob", place, "the glob '" + glob + "' isn't one: " + e.getMessage());
    }
  }

  private Map<Rule, Severity> rules(@Nullable Object value, String key, int place) {
    var rules = new EnumMap<Rule, Severity>(Rule.class);
    if (value == null) {
      return rules;
    }
    if (!(value instanceof Map<?, ?> table)) {
      throw wrong(key, place, "rules is a table of rules with their severities");
    }
    for (var entry : table.entrySet()) {
      var id = String.valueOf(entry.getKey());
      var rule = Rule.parse(id);
      if (rule.isEmpty()) {
        throw wrong(key + "." + id, place, "there is no rule " + id + nearest(id, ids()));
      }
      var severity = Severity.parse(String.valueOf(entry.getValue()));
      if (severity.isEmpty()) {
        throw wrong(
            key + "." + id,
            place,
            id + " is off, notice, warning or error, in quotes, not " + entry.getValue());
      }
      rules.put(rule.get(), severity.get());
    }
    return rules;
  }

  private @Nullable String text(Map<?, ?> toml, String key) {
    @Nullable Object value = toml.get(key);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw wrong(key, 0, key + " is a text in quotes");
  }

  private void refuseOthers(Map<?, ?> toml, List<String> known, String prefix, int place) {
    for (var entry : toml.entrySet()) {
      var key = String.valueOf(entry.getKey());
      if (!known.contains(key)) {
        throw wrong(prefix + key, place, "there is no setting " + key + nearest(key, known));
      }
    }
  }

  Path path() {
    return file;
  }

  @Nullable Object value(String key) {
    return toml.get(key);
  }

  /** Null where it isn't set; refused where it is no text. */
  @Nullable String text(String key) {
    return text(toml, key);
  }

  /** Where a key stands, as {@code FILE:LINE}. */
  String where(String key) {
    return file + ":" + lines.line(key, 0);
  }

  LintException wrong(String key, String message) {
    return wrong(key, 0, message);
  }

  private LintException wrong(String key, int place, String message) {
    return new LintException(file + ":" + lines.line(key, place) + ": " + message);
  }

  private static String nearest(String mistyped, List<String> words) {
    var near = Nearest.of(mistyped, words);
    return near == null ? "" : "; did you mean " + near + "?";
  }

  private static List<String> ids() {
    return Arrays.stream(Rule.values()).map(Rule::id).toList();
  }
}
