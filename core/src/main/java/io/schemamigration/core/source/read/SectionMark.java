package io.schemamigration.core.source.read;

import java.util.Locale;

/**
 * What a comment says about the sections of its file.
 *
 * @param kind what it marks
 * @param style whose mark it is
 * @param plain whether the tool's own transaction is turned off by it
 */
public record SectionMark(Kind kind, Style style, boolean plain) {
  static final SectionMark NONE = of(Kind.NONE, Style.NONE);

  /** What is marked. */
  public enum Kind {
    UP,
    DOWN,
    /** Reads like prose, but could be meant as one. */
    PERHAPS_UP,
    PERHAPS_DOWN,
    /** Reads like a mark, but no tool is known that has it. */
    LIKE_UP,
    LIKE_DOWN,
    /** Prose that speaks of taking back; what is below it shows whether that is what it does. */
    HINT_DOWN,
    /** The same of cleaning up, which is often a part of the way up. */
    HINT_CLEAN,
    NO_TRANSACTION,
    STATEMENT_BEGIN,
    STATEMENT_END,
    /** A tool's mark that isn't understood. */
    UNKNOWN,
    NONE
  }

  /** Whose marks. */
  public enum Style {
    NONE("", ""),
    /** By hand, and FORGE's older form. */
    WORDS("-- Up", "-- Down"),
    FORGE("-- @up", "-- @down"),
    DBMATE("-- migrate:up", "-- migrate:down"),
    GOOSE("-- +goose Up", "-- +goose Down"),
    SQL_MIGRATE("-- +migrate Up", "-- +migrate Down"),
    MICRATE("-- +micrate Up", "-- +micrate Down"),
    RAMBLER("-- rambler up", "-- rambler down"),
    PLAY("-- !Ups", "-- !Downs"),
    /** What is above the one mark is the up part. */
    TERN("", "---- create above / drop below ----"),
    MYBATIS("", "-- //@UNDO");

    private final String up;
    private final String down;

    Style(String up, String down) {
      this.up = up;
      this.down = down;
    }

    /** The line that begins the up section; empty where the file's begin does. */
    public String up() {
      return up;
    }

    /** The line that begins the down section. */
    public String down() {
      return down;
    }
  }

  /** Reads a comment's text; never fails. */
  public static SectionMark of(String comment) {
    var text = comment.strip().toLowerCase(Locale.ROOT);
    if (text.startsWith("migrate:")) {
      return dbmate(text.substring("migrate:".length()));
    }
    if (text.startsWith("+goose")) {
      return goose(text.substring("+goose".length()).strip());
    }
    if (text.startsWith("+migrate")) {
      return sqlMigrate(text.substring("+migrate".length()).strip());
    }
    if (text.startsWith("+micrate")) {
      return section(text.substring("+micrate".length()).strip(), Style.MICRATE);
    }
    var mark = oneLine(text);
    return mark.kind() == Kind.NONE ? SectionWords.read(text) : mark;
  }

  /** Tools whose marks are these lines, and no others. */
  private static SectionMark oneLine(String text) {
    var bare = undashed(text);
    return switch (bare) {
      case "@up" -> of(Kind.UP, Style.FORGE);
      case "@down" -> of(Kind.DOWN, Style.FORGE);
      case "rambler up" -> of(Kind.UP, Style.RAMBLER);
      case "rambler down" -> of(Kind.DOWN, Style.RAMBLER);
      case "!ups" -> of(Kind.UP, Style.PLAY);
      case "!downs" -> of(Kind.DOWN, Style.PLAY);
      case "create above / drop below" -> of(Kind.DOWN, Style.TERN);
      case "no-transaction" -> new SectionMark(Kind.NO_TRANSACTION, Style.NONE, true); // sqlx
      case "tern: disable-tx" -> new SectionMark(Kind.NO_TRANSACTION, Style.TERN, true);
      case "//@undo", "// @undo" -> of(Kind.DOWN, Style.MYBATIS);
      default -> NONE;
    };
  }

  private static String undashed(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && "- ".indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    while (to > from && "- ".indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    return text.substring(from, to);
  }

  private static SectionMark dbmate(String said) {
    var word = SectionWords.first(said);
    if (word.isEmpty() && said.startsWith(" ")) {
      return SectionWords.read("migrate:" + said);
    }
    boolean plain = false;
    for (var option : said.substring(word.length()).strip().split("\\s+", -1)) {
      switch (option) {
        case "", "transaction:true" -> {}
        case "transaction:false" -> plain = true;
        default -> {
          return of(Kind.UNKNOWN, Style.DBMATE);
        }
      }
    }
    return switch (word) {
      case "up" -> new SectionMark(Kind.UP, Style.DBMATE, plain);
      case "down" -> new SectionMark(Kind.DOWN, Style.DBMATE, plain);
      default -> of(Kind.UNKNOWN, Style.DBMATE);
    };
  }

  private static SectionMark goose(String said) {
    return said.equals("no transaction")
        ? new SectionMark(Kind.NO_TRANSACTION, Style.GOOSE, true)
        : section(said, Style.GOOSE);
  }

  private static SectionMark sqlMigrate(String said) {
    return switch (said) {
      case "up notransaction" -> new SectionMark(Kind.UP, Style.SQL_MIGRATE, true);
      case "down notransaction" -> new SectionMark(Kind.DOWN, Style.SQL_MIGRATE, true);
      default -> section(said, Style.SQL_MIGRATE);
    };
  }

  private static SectionMark section(String said, Style style) {
    return switch (said) {
      case "up" -> of(Kind.UP, style);
      case "down" -> of(Kind.DOWN, style);
      case "statementbegin" -> of(Kind.STATEMENT_BEGIN, style);
      case "statementend" -> of(Kind.STATEMENT_END, style);
      default -> of(Kind.UNKNOWN, style);
    };
  }

  static SectionMark of(Kind kind, Style style) {
    return new SectionMark(kind, style, false);
  }
}
