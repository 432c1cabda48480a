package io.schemamigration.core.source.read;

import io.schemamigration.core.source.Problem;
import io.schemamigration.core.source.read.SectionMark.Style;
import io.schemamigration.core.sql.SqlComment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The two parts of a file with {@code -- Up} and {@code -- Down}; a file without them is all up.
 *
 * @param up the text that applies the migration
 * @param upLine the line of the file on which {@code up} begins
 * @param down the text that takes it back, empty when there is none
 * @param downLine the line of the file on which {@code down} begins
 * @param header the comments of the up part, in order
 * @param style whose marks the file has
 * @param upPlain whether a mark keeps the up part out of a transaction
 */
record Sections(
    String up,
    int upLine,
    String down,
    int downLine,
    List<SqlComment> header,
    Style style,
    boolean upPlain) {

  static Sections of(String file, String text, List<SqlComment> comments, List<Problem> problems) {
    return new Reading(file, problems).read(text, comments);
  }

  /** What has been found on the way through the comments. */
  private static final class Reading {
    private final String file;
    private final List<Problem> problems;
    private final List<SqlComment> header = new ArrayList<>();
    private @Nullable SqlComment up;
    private @Nullable SqlComment down;
    private @Nullable SqlComment open;
    private Style style = Style.NONE;
    private boolean perhapsUp;
    private boolean upPlain;

    Reading(String file, List<Problem> problems) {
      this.file = file;
      this.problems = problems;
    }

    Sections read(String text, List<SqlComment> comments) {
      for (var comment : comments) {
        read(comment, SectionMark.of(comment.text()));
      }
      if (open != null) {
        problems.add(misplaced(open, "there is no StatementEnd after it"));
      }
      int upStart = up == null ? 0 : up.end();
      int upEnd = down == null ? text.length() : Math.max(down.start(), upStart);
      return new Sections(
          text.substring(upStart, upEnd),
          up == null ? 1 : up.line(),
          down == null ? "" : text.substring(down.end()),
          down == null ? 1 : down.line(),
          header,
          style,
          upPlain);
    }

    private void read(SqlComment comment, SectionMark mark) {
      switch (mark.kind()) {
        case UP -> up(comment, mark);
        case DOWN -> down(comment, mark);
        case PERHAPS_UP -> perhapsUp = true;
        case PERHAPS_DOWN -> {
          if ((up != null && style == Style.WORDS) || perhapsUp) {
            problems.add(misplaced(comment, "this could be the Down section or a remark"));
          }
        }
        case NO_TRANSACTION -> upPlain = true;
        case STATEMENT_BEGIN -> {
          if (open != null || up == null) {
            problems.add(misplaced(comment, "it stands inside another, or before Up"));
          }
          open = comment;
        }
        case STATEMENT_END -> {
          if (open == null) {
            problems.add(misplaced(comment, "there is no StatementBegin before it"));
          }
          open = null;
        }
        case UNKNOWN -> problems.add(unknown(comment, mark));
        case NONE -> {
          if (down == null) {
            header.add(comment);
          }
        }
      }
    }

    private void up(SqlComment comment, SectionMark mark) {
      if (up != null && style != mark.style() && style != Style.WORDS) {
        problems.add(misplaced(comment, "the sections of this file are marked in another way"));
      } else if (up != null || down != null || comment.statementBefore()) {
        problems.add(misplaced(comment, "Up has to come first, and once"));
      }
      up = comment;
      style = mark.style();
      upPlain |= mark.plain();
    }

    private void down(SqlComment comment, SectionMark mark) {
      if ((up == null && !perhapsUp) || down != null) {
        problems.add(misplaced(comment, "Down comes once, after Up"));
      } else if (up != null && style != mark.style()) {
        problems.add(misplaced(comment, "the sections of this file are marked in another way"));
      } else if (open != null) {
        problems.add(misplaced(open, "there is no StatementEnd after it"));
        open = null;
      }
      down = comment;
    }

    private Problem misplaced(SqlComment comment, String why) {
      return new Problem(
          file,
          comment.line(),
          "'-- " + comment.text() + "': " + why,
          "write '-- Up' and '-- Down' (or the marks of one tool) alone on their lines, once each,"
              + " and word other comments differently");
    }

    private Problem unknown(SqlComment comment, SectionMark mark) {
      boolean environment = comment.text().toLowerCase(java.util.Locale.ROOT).contains("envsub");
      return new Problem(
          file,
          comment.line(),
          "'-- "
              + comment.text()
              + (environment
                  ? "': a migration that depends on the environment isn't the same everywhere"
                  : "': this mark isn't understood"),
          environment
              ? "write the value into the file"
              : "marks begin with '"
                  + mark.style().up()
                  + "' or '"
                  + mark.style().down()
                  + "'; see docs/layouts.md");
    }
  }
}
