package io.schemamigration.core.source.read;

import io.schemamigration.core.sql.SqlComment;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a file without statements is a template that nobody has filled in yet, or is empty
 * because its author wants it so and says why.
 */
public final class BlankFile {
  /** What {@code migrate create} writes where the statements belong. */
  public static final String UP = "-- Write the statements of the migration here.";

  /** What it writes where those belong that take it back. */
  public static final String DOWN = "-- Write what rolls it back here, or leave this part empty.";

  /** Parts of what tools write into a new file: sqlx, diesel, tern, MyBatis, Prisma, goose. */
  private static final List<String> TEMPLATES =
      List.of(
          "write the statements of the migration here",
          "write what rolls it back here",
          "add migration script here",
          "your sql goes here",
          "this file should undo",
          "write your migrat",
          "that makes the change goes here",
          "this is an empty migration",
          "is executed when this migration",
          "add your sql here");

  /** Keys of a header, which say nothing about why there is no statement. */
  private static final Set<String> KEYS =
      Set.of(
          "phase",
          "overtakes",
          "depends",
          "index",
          "accept",
          "migration",
          "description",
          "date",
          "created",
          "generated",
          "author",
          "name",
          "version",
          "file");

  private BlankFile() {}

  /** Whether one of the comments is a sentence of the author's. */
  static boolean isExplained(List<SqlComment> comments) {
    return comments.stream().anyMatch(BlankFile::explains);
  }

  private static boolean explains(SqlComment comment) {
    var text = comment.text().strip().toLowerCase(Locale.ROOT);
    boolean words = text.chars().anyMatch(Character::isLetter);
    return words
        && !text.startsWith("//")
        && !KEYS.contains(HeaderKey.key(text))
        && TEMPLATES.stream().noneMatch(text::contains);
  }
}
