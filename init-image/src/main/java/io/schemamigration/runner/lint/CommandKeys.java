package io.schemamigration.runner.lint;

import io.schemamigration.runner.lint.CommandSettings.UrlFrom;
import io.schemamigration.runner.words.WrittenDuration;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keys of the settings file that speak to every verb. */
final class CommandKeys {
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final String WRITE = "write url-from = \"env:NAME\" or url-from = \"file:PATH\"";

  private CommandKeys() {}

  /** A URL in the file itself would be found by everyone who can read the repository. */
  static void refuseUrl(SettingsFile settings) {
    if (settings.value("url") != null) {
      throw settings.wrong(
          "url", "a URL can have a password, and this file is shared; instead of url " + WRITE);
    }
  }

  static CommandSettings read(SettingsFile settings) {
    var dir = settings.text("dir");
    if (dir != null && dir.isBlank()) {
      throw settings.wrong("dir", "dir is empty: it is the folder of the migrations");
    }
    return new CommandSettings(
        urlFrom(settings),
        dir == null ? null : settings.path().resolveSibling(dir),
        lockTimeout(settings),
        indexesAsWritten(settings));
  }

  /** What isn't understood is not shown: it may be the URL itself. */
  private static @Nullable UrlFrom urlFrom(SettingsFile settings) {
    var from = settings.text("url-from");
    if (from == null) {
      return null;
    }
    var where = settings.where("url-from");
    var place = from.substring(from.indexOf(':') + 1);
    if (from.startsWith("env:") && VARIABLE.matcher(place).matches()) {
      return new UrlFrom.Variable(where, place);
    }
    if (from.startsWith("file:") && !place.isBlank() && !place.contains("//")) {
      return new UrlFrom.Content(where, settings.path().resolveSibling(place));
    }
    throw settings.wrong("url-from", "url-from says where the URL stands, not the URL: " + WRITE);
  }

  private static @Nullable Duration lockTimeout(SettingsFile settings) {
    var text = settings.text("lock-timeout");
    var timeout = text == null ? null : WrittenDuration.parse(text);
    if (text != null && timeout == null) {
      throw settings.wrong("lock-timeout", "lock-timeout " + text + WrittenDuration.ISNT);
    }
    return timeout;
  }

  private static boolean indexesAsWritten(SettingsFile settings) {
    var concurrent = settings.value("concurrent-indexes");
    if (concurrent == null || concurrent instanceof Boolean) {
      return Boolean.FALSE.equals(concurrent);
    }
    throw settings.wrong(
        "concurrent-indexes", "concurrent-indexes is true or false, without quotes");
  }
}
