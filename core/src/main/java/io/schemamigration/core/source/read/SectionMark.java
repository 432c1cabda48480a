package io.schemamigration.core.source.read;

import java.util.Locale;
import java.util.Set;

/**
 * What a comment says about the sections of its file.
 *
 * @param kind what it marks
 * @param style whose mark it is
 * @param plain whether the tool's own transaction is turned off by it
 */
public record SectionMark(Kind kind, Style style, boolean plain) {
  /** Words after Up or Down that are no prose. */
  private static final Set<String> SECTION_WORDS =
      Set.of("migration", "migrations", "section", "script", "part", "sql");

  private static final SectionMark NONE = new SectionMark(Kind.NONE, Style.NONE, false);

  /** What is marked. */
  public enum Kind {
    UP,
    DOWN,
    /** Reads like prose, but could be meant as one. */
    PERHAPS_UP,
    PERHAPS_DOWN,
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
    /** FORGE and by hand. */
    WORDS("-- Up", "-- Down"),
    DBMATE("-- migrate:up", "-- migrate:down"),
    GOOSE("-- +goose Up", "-- +goose Down"),
    SQL_MIGRATE("-- +migrate Up", "-- +migrate Down");

    private final String up;
    private final String down;

    Style(String up, String down) {
      this.up = up;
      this.down = down;
    }

    /** The line that begins the up section. */
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
    return words(text);
  }

  private static SectionMark dbmate(String said) {
    var word = firstWord(said);
    boolean plain = false;
    for (var option : said.substring(word.length()).strip().split("\\s+", -1)) {
      switch (option) {
        case "", "transaction:true" -> {}
        case "transaction:false" -> plain = true;
        default -> {
          return new SectionMark(Kind.UNKNOWN, Style.DBMATE, false);
        }
      }
    }
    return switch (word) {
      case "up" -> new SectionMark(Kind.UP, Style.DBMATE, plain);
      case "down" -> new SectionMark(Kind.DOWN, Style.DBMATE, plain);
      default -> new SectionMark(Kind.UNKNOWN, Style.DBMATE, false);
    };
  }

  private static SectionMark goose(String said) {
    return switch (said) {
      case "up" -> new SectionMark(Kind.UP, Style.GOOSE, false);
      case "down" -> new SectionMark(Kind.DOWN, Style.GOOSE, false);
      case "no transaction" -> new SectionMark(Kind.NO_TRANSACTION, Style.GOOSE, true);
      default -> statement(said, Style.GOOSE);
    };
  }

  private static SectionMark sqlMigrate(String said) {
    return switch (said) {
      case "up" -> new SectionMark(Kind.UP, Style.SQL_MIGRATE, false);
      case "down" -> new SectionMark(Kind.DOWN, Style.SQL_MIGRATE, false);
      case "up notransaction" -> new SectionMark(Kind.UP, Style.SQL_MIGRATE, true);
      case "down notransaction" -> new SectionMark(Kind.DOWN, Style.SQL_MIGRATE, true);
      default -> statement(said, Style.SQL_MIGRATE);
    };
  }

  private static SectionMark statement(String said, Style style) {
    return switch (said) {
      case "statementbegin" -> new SectionMark(Kind.STATEMENT_BEGIN, style, false);
      case "statementend" -> new SectionMark(Kind.STATEMENT_END, style, false);
      default -> new SectionMark(Kind.UNKNOWN, style, false);
    };
  }

  private static SectionMark words(String text) {
    var word = firstWord(text);
    boolean up = word.equals("up");
    if (!up && !word.equals("down")) {
      return NONE;
    }
    var next = firstWord(text.substring(word.length()).strip());
    if (next.isEmpty() || SECTION_WORDS.contains(next)) {
      return new SectionMark(up ? Kind.UP : Kind.DOWN, Style.WORDS, false);
    }
    return new SectionMark(up ? Kind.PERHAPS_UP : Kind.PERHAPS_DOWN, Style.WORDS, false);
  }

  /** The letters at the start. */
  private static String firstWord(String text) {
    int end = 0;
    while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end);
  }
}
