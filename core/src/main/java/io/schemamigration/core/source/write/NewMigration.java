package io.schemamigration.core.source.write;

import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.source.name.FileName;
import io.schemamigration.core.source.name.FileName.Form;
import io.schemamigration.core.source.name.SourceNames;
import io.schemamigration.core.source.read.BlankFile;
import io.schemamigration.core.source.read.SectionMark;
import io.schemamigration.core.source.read.SectionMark.Style;
import io.schemamigration.core.window.Version;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An empty migration in a folder's own layout: that of its highest one. */
public final class NewMigration {
  private final String words;
  private final String author;
  private final List<Version> dependsOn;
  private final @Nullable LocalDate written;
  private final Map<String, String> texts = new LinkedHashMap<>();

  /**
   * Prepares one.
   *
   * @param written when its author begins to write it; null if its statements follow by themselves
   */
  private NewMigration(
      String words, String author, List<Version> dependsOn, @Nullable LocalDate written) {
    this.words = words;
    this.author = author;
    this.dependsOn = dependsOn;
    this.written = written;
  }

  /**
   * The files of it, with no statements and a phase, for a program to fill in.
   *
   * @param words its name, of lower-case letters, digits and underscores
   * @param now in UTC
   * @throws SourceException as {@link #template}
   */
  public static Map<String, String> in(List<SourceFile> folder, String words, LocalDateTime now)
      throws SourceException {
    return new NewMigration(words, "", List.of(), null).files(folder, now);
  }

  /**
   * The files of it by name, the one with the statements first, for a person to fill in.
   *
   * @param words its name, of lower-case letters, digits and underscores
   * @param author who writes it, or empty
   * @param dependsOn what it says that it comes after; if there are any, it only joins them
   * @param now in UTC
   * @throws SourceException when the folder isn't sound: the next version of a muddle would be
   *     another
   */
  public static Map<String, String> template(
      List<SourceFile> folder,
      String words,
      String author,
      List<Version> dependsOn,
      LocalDateTime now)
      throws SourceException {
    return new NewMigration(words, author, dependsOn, now.toLocalDate()).files(folder, now);
  }

  private Map<String, String> files(List<SourceFile> folder, LocalDateTime now)
      throws SourceException {
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
      whole("001_" + words + ".sql", Style.WORDS);
    } else {
      like(last, folder, NextNumber.after(last.version(), last.up(), now));
    }
    return texts;
  }

  private void like(SourceNames.Files last, List<SourceFile> folder, String number) {
    var up = last.up();
    switch (up.role()) {
      case WHOLE -> {
        var base = up.prefix() + number + between(up) + words;
        whole(base + ".sql", style(up.file(), folder));
        if (up.form() == Form.FLYWAY && last.down() != null) {
          texts.put("U" + base.substring(1) + ".sql", down());
        }
      }
      case UP -> {
        var base = up.prefix() + number + between(up) + words;
        parts(last, base + (up.file().indexOf('/') > 0 ? "/" : "."));
      }
      case DOWN, METADATA, SETTINGS, REPEATABLE, OTHER ->
          throw new IllegalStateException("no migration's statements: " + up.file());
    }
  }

  /** What stands between the number and the words. */
  private static String between(FileName like) {
    if (like.form() != Form.NUMBER) {
      return "__";
    }
    return like.base().startsWith("-", like.number().length()) ? "-" : "_";
  }

  private void parts(SourceNames.Files last, String begin) {
    boolean described = last.metadata() != null || last.up().form() == Form.FOLDER;
    boolean prisma = last.up().isPrisma();
    texts.put(begin + (prisma ? "migration.sql" : "up.sql"), described ? up() : header() + up());
    if (!prisma || last.down() != null) {
      texts.put(begin + "down.sql", down());
    }
    if (described) {
      texts.put(begin + "metadata.yaml", metadata());
    }
  }

  private String metadata() {
    var after = "dependencies: [" + versions("\"") + "]\n";
    return "description: "
        + words.replace('_', ' ')
        + "\nauthor: "
        + yaml(author)
        + "\n"
        + (written == null ? "phase: expand\n" : "created: " + written + "\ntags: []\n" + after)
        + "reversible: true\n";
  }

  private void whole(String file, Style style) {
    var up = style.up().isEmpty() ? "" : style.up() + "\n";
    texts.put(
        file,
        header() + (style == Style.NONE ? up() : up + up() + "\n" + style.down() + "\n" + down()));
  }

  private String header() {
    var by = author.isEmpty() ? "" : "-- Author: " + author + "\n";
    var after = dependsOn.isEmpty() ? "" : "-- depends: " + versions("") + "\n";
    return (written == null ? "-- phase: expand\n" : "")
        + "-- Description: "
        + words.replace('_', ' ')
        + "\n"
        + (written == null ? "" : "-- Date: " + written + "\n")
        + by
        + after
        + "\n";
  }

  private String up() {
    if (written == null) {
      return "";
    }
    return dependsOn.isEmpty()
        ? BlankFile.UP + "\n"
        : "-- There is nothing to run: this joins what it depends on.\n";
  }

  private String down() {
    return written == null ? "" : BlankFile.DOWN + "\n";
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
