package io.schemamigration.core.source.read;

import io.schemamigration.core.source.Problem;
import io.schemamigration.core.source.read.SectionMark.Style;
import io.schemamigration.core.sql.SqlComment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The two parts of a file with {@code -- Up} and {@code -- Down}; a file without them is all up.
 *
 * @param up the text that applies the migration
 * @param upLine the line of the file on which {@code up} begins
 * @param down the text that takes it back, empty when there is none
 * @param downLine the line of the file on which {@code down} begins
 * @param header the comments of the up part, in order, blocks among them
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

  /** Reads a file's text. */
  static Sections of(String file, String text, SqlReader sql, List<Problem> problems) {
    return new Reading(file, text, sql, problems).read();
  }

  /** What has been found on the way through the comments. */
  private static final class Reading {
    private final String file;
    private final String text;
    private final SqlReader sql;
    private final List<Problem> problems;
    private final List<SqlComment> header = new ArrayList<>();
    private final List<SqlComment> doubtful = new ArrayList<>();
    private final Map<SqlComment, SectionMark.Kind> hints = new LinkedHashMap<>();
    private @Nullable SqlComment up;
    private @Nullable SqlComment down;
    private @Nullable SqlComment open;
    private Style style = Style.NONE;
    private boolean perhapsUp;
    private boolean upPlain;
    private boolean nothingBelow;

    Reading(String file, String text, SqlReader sql, List<Problem> problems) {
      this.file = file;
      this.text = text;
      this.sql = sql;
      this.problems = problems;
    }

    Sections read() {
      var comments = sql.comments(text);
      for (var comment : comments) {
        var mark = SectionMark.of(comment.text());
        if (comment.block()) {
          block(comment, mark);
        } else {
          read(comment, mark);
        }
      }
      if (open != null) {
        problems.add(misplaced(open, "there is no StatementEnd after it"));
      }
      if (down == null) {
        refuseWhatLooksLikeDown(comments);
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

    /** The first line of that kind is enough. */
    private void refuseWhatLooksLikeDown(List<SqlComment> comments) {
      var unknown = new UnknownMark(file, text, comments, sql);
      for (var comment : doubtful) {
        if (unknown.refuse(comment, problems)) {
          return;
        }
      }
      for (var hint : hints.entrySet()) {
        if (unknown.refuseHint(hint.getKey(), hint.getValue(), problems)) {
          return;
        }
      }
    }

    /** No tool has marks in blocks, but people have. */
    private void block(SqlComment comment, SectionMark mark) {
      remember(comment);
      switch (mark.kind()) {
        case UP, DOWN, LIKE_UP, LIKE_DOWN -> doubtful.add(comment);
        case HINT_DOWN, HINT_CLEAN -> hint(comment, mark.kind());
        case PERHAPS_UP, PERHAPS_DOWN, NO_TRANSACTION -> {}
        case STATEMENT_BEGIN, STATEMENT_END, UNKNOWN, NONE -> {}
      }
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
        case LIKE_UP, LIKE_DOWN -> {
          perhapsUp |= mark.kind() == SectionMark.Kind.LIKE_UP && up == null;
          doubtful.add(comment);
          remember(comment);
        }
        case HINT_DOWN, HINT_CLEAN -> {
          hint(comment, mark.kind());
          remember(comment);
        }
        case NO_TRANSACTION -> upPlain |= mark.style() != Style.NONE || !comment.statementBefore();
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
        case NONE -> remember(comment);
      }
    }

    /** Below an Up that isn't a tool's, two words are more likely a mark than prose. */
    private void hint(SqlComment comment, SectionMark.Kind kind) {
      if (up != null && style == Style.WORDS && SectionWords.isNamedDown(comment.text())) {
        doubtful.add(comment);
      } else {
        hints.put(comment, kind);
      }
    }

    private void remember(SqlComment comment) {
      if (down == null) {
        header.add(comment);
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
      boolean alone = mark.style().up().isEmpty();
      if (up == null && !perhapsUp && !alone && down == null && !hasStatementBelow(comment)) {
        return; // a heading without anything below it
      }
      if ((up == null && !perhapsUp && !alone) || down != null) {
        problems.add(misplaced(comment, "Down comes once, after Up"));
      } else if (up != null && style != mark.style()) {
        problems.add(misplaced(comment, "the sections of this file are marked in another way"));
      } else if (open != null) {
        problems.add(misplaced(open, "there is no StatementEnd after it"));
        open = null;
      }
      if (up == null) {
        style = mark.style();
      }
      down = comment;
    }

    /** Asked once: below what comes later isn't more. */
    private boolean hasStatementBelow(SqlComment comment) {
      nothingBelow = nothingBelow || !sql.hasStatement(text, comment);
      return !nothingBelow;
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
