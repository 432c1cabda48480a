package io.schemamigration.runner.cli.input;

import io.schemamigration.runner.lint.CommandSettings;
import io.schemamigration.runner.lint.CommandSettings.UrlFrom;
import io.schemamigration.runner.lint.LintException;
import io.schemamigration.runner.lint.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings file of the working folder. It isn't looked for above it: whose database a command
 * means shouldn't depend on a file that is out of sight.
 */
final class SettingsHere {
  private static final String NAME = SettingsFile.NAME;

  private SettingsHere() {}

  /**
   * What it says; null where there is none, for which nothing is loaded.
   *
   * @throws UsageException when it isn't understood, with its line
   */
  static @Nullable CommandSettings in(Path here) {
    var file = here.resolve(NAME);
    if (!Files.exists(file)) {
      return null;
    }
    try {
      return SettingsFile.command(file);
    } catch (LintException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** The URL to which they point; null where none is named, or the variable isn't set. */
  static @Nullable String url(CommandSettings settings, Map<String, String> environment) {
    if (settings.urlFrom() instanceof UrlFrom.Content content) {
      return content(content);
    }
    if (settings.urlFrom() instanceof UrlFrom.Variable variable) {
      var url = environment.get(variable.name());
      return url == null || url.isBlank() ? null : url;
    }
    return null;
  }

  /** What a file holds that a flag or the settings name, without blanks around it. */
  static String content(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new UsageException("can't read " + file + ": " + e.getClass().getSimpleName());
    }
  }

  private static String content(UrlFrom.Content from) {
    try {
      var url = content(from.file().toString());
      if (!url.isEmpty()) {
        return url;
      }
    } catch (UsageException e) {
      throw new UsageException(from.where() + ": url-from: " + e.getMessage());
    }
    throw new UsageException(from.where() + ": url-from: " + from.file() + " is empty");
  }

  /**
   * What to add where a URL is missing.
   *
   * @param settings that were read; null where none were
   */
  static String whyNoUrl(@Nullable CommandSettings settings, Path here) {
    if (settings == null) {
      return Files.exists(here.resolve(NAME))
          ? "; " + NAME + " isn't read by step and verify, nor with --owner"
          : "";
    }
    return settings.urlFrom() instanceof UrlFrom.Variable variable
        ? "; " + variable.where() + ": url-from names " + variable.name() + ", which isn't set"
        : ", or url-from in " + NAME;
  }
}
