package io.schemamigration.core.source.write;

import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.source.name.FileName.Form;
import io.schemamigration.core.source.name.SourceNames;
import io.schemamigration.core.source.read.SectionMark;
import io.schemamigration.core.source.read.SectionMark.Style;
import io.schemamigration.core.window.Version;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An empty migration in a folder's own layout: that of its highest one. */
public final class NewMigration {
  private final String words;
  private final String author;
  private final List<Version> dependsOn;
  private final Map<String, String> texts = new LinkedHashMap<>();

  private NewMigration(String words, String author, List<Version> dependsOn) {
    this.words = words;
    this.author = author;
    this.dependsOn = dependsOn;
  }

  /**
   * The files of it by name, the one with the statements first.
   *
   * @param words its name, of lower-case letters, digits and underscores
   * @param author who writes it, or empty
   * @param dependsOn what it says that it comes after
   * @param now in UTC
   * @throws SourceException when the folder isn't sound: the next version of a muddle would be
   *     another
   */
  public static Map<String, String> in(
      List<SourceFile> folder,
      String words,
      String author,
      List<Version> dependsOn,
      LocalDateTime now)
      throws SourceException {
    var made = new NewMigration(words, author, dependsOn);
    var names = SourceNames.of(folder.stream().map(SourceFile::name).toList());
    boolean empty = names.migrations().isEmpty();
    if (!names.problems().isEmpty() && !(empty && names.problems().getFirst().file() == null)) {
      throw new SourceException(names.problems());
    }
    SourceNames.Files last = null;
    for (var files : names.migrations()) {
      last = files;
    }
    if (last == null) {
      made.whole("001_" + words + ".sql", Style.WORDS);
    } else {
      made.like(last, folder, NextNumber.after(last.version(), last.up(), now));
    }
    return made.texts;
  }

  private void like(SourceNames.Files last, List<SourceFile> folder, String number) {
    var up = last.up();
    switch (up.role()) {
      case WHOLE -> {
        var underscores = up.form() == Form.FLYWAY ? "__" : "_";
        var base = up.prefix() + number + underscores + words;
        whole(base + ".sql", style(up.file(), folder));
        if (up.form() == Form.FLYWAY && last.down() != null) {
          texts.put("U" + base.substring(1) + ".sql", "");
        }
      }
      case UP -> {
        var base = up.prefix() + number + (up.form() == Form.FOLDER ? "__" : "_") + words;
        parts(last, base + (up.file().indexOf('/') > 0 ? "/" : "."));
      }
      case DOWN, METADATA, SETTINGS, REPEATABLE, OTHER ->
          throw new IllegalStateException("no migration's statements: " + up.file());
    }
  }

  private void parts(SourceNames.Files last, String begin) {
    boolean described = last.metadata() != null || last.up().form() == Form.FOLDER;
    texts.put(begin + "up.sql", described ? "" : header());
    texts.put(begin + "down.sql", "");
    if (described) {
      texts.put(
          begin + "metadata.yaml",
          "description: %s\nauthor: %s\nphase: expand\nreversible: true\n"
                  .formatted(words.replace('_', ' '), yaml(author))
              + (dependsOn.isEmpty() ? "" : "dependencies: [" + versions("\"") + "]\n"));
    }
  }

  private void whole(String file, Style style) {
    var up = style.up().isEmpty() ? "" : style.up() + "\n";
    var sections = style == Style.NONE ? "" : up + "\n" + style.down() + "\n";
    texts.put(file, header() + sections);
  }

  private String header() {
    var by = author.isEmpty() ? "" : "-- Author: " + author + "\n";
    var after = dependsOn.isEmpty() ? "" : "-- depends: " + versions("") + "\n";
    return "-- phase: expand\n-- Description: "
        + words.replace('_', ' ')
        + "\n"
        + by
        + after
        + "\n";
  }

  private String versions(String quote) {
    return dependsOn.stream().map(v -> quote + v + quote).collect(Collectors.joining(", "));
  }

  private static String yaml(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static Style style(String file, List<SourceFile> folder) {
    for (var candidate : folder) {
      if (candidate.name().equals(file)) {
        var text = new String(candidate.content(), StandardCharsets.UTF_8);
        return text.lines()
            .filter(line -> line.startsWith("--"))
            .map(line -> SectionMark.of(line.substring(2)))
            .filter(NewMigration::beginsSections)
            .map(SectionMark::style)
            .findFirst()
            .orElse(Style.NONE);
      }
    }
    return Style.NONE;
  }

  private static boolean beginsSections(SectionMark mark) {
    return mark.kind() == SectionMark.Kind.UP
        || (mark.kind() == SectionMark.Kind.DOWN && mark.style().up().isEmpty());
  }
}
