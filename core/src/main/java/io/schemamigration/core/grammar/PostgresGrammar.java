package io.schemamigration.core.grammar;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * libpg_query, which is PostgreSQL 18's parser: as WebAssembly that the build has turned into Java
 * classes, whose first use takes some tenths of a second, or as what the caller has. The parser is
 * made when something has to be judged, never before. Not for several threads at once.
 */
public final class PostgresGrammar implements Grammar {
  /**
   * WebAssembly takes time that grows faster than the length: 5 MB were seen to take two minutes.
   */
  public static final int LONGEST = 1 << 18;

  private static final String TOO_DEEP = "a statement is nested too deeply to be judged";

  private final Supplier<Parser> parsers;
  private @Nullable Parser running;

  private PostgresGrammar(Supplier<Parser> parsers) {
    this.parsers = parsers;
  }

  /** One more, for a thread of its own; the code is shared. */
  public static PostgresGrammar load() {
    return new PostgresGrammar(PgQueryInstance::new);
  }

  /** One that reads with these parsers; a new one is asked for when the last has failed. */
  public static PostgresGrammar of(Supplier<Parser> parsers) {
    return new PostgresGrammar(parsers);
  }

  @Override
  public Parsed parse(String sql) {
    int nul = sql.indexOf('\0');
    if (nul >= 0) {
      return new Malformed("a NUL character can't be part of SQL", nul);
    }
    var bytes = sql.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > LONGEST) {
      return new Unjudged(
          "a statement of "
              + bytes.length
              + " bytes is longer than can be judged ("
              + LONGEST
              + ")");
    }
    try {
      return parse(sql, bytes);
    } catch (StackOverflowError e) {
      running = null; // whatever it was in the middle of is lost
      return new Unjudged(TOO_DEEP);
    } catch (OutOfMemoryError e) {
      running = null; // gives its memory back
      return new Unjudged("there isn't memory enough to judge a statement of this size");
    } catch (PgQueryInstance.BrokenException e) {
      running = null;
      return new Unjudged("the statement can't be judged: " + e.getMessage());
    }
  }

  private Parsed parse(String sql, byte[] bytes) {
    var parser = running;
    if (parser == null) {
      parser = parsers.get();
      running = parser;
    }
    var positions = new Positions(sql, bytes.length);
    return switch (parser.parse(bytes)) {
      case Parser.Json(var json) -> new Tree(TreeReader.read(json, positions));
      case Parser.Refused(var message, var place) -> new Malformed(message, index(sql, place));
      case Parser.TooDeep() -> new Unjudged(TOO_DEEP);
    };
  }

  /** An error's place is counted in characters, from 1. */
  private static int index(String sql, int place) {
    int characters = Math.min(Math.max(0, place - 1), sql.codePointCount(0, sql.length()));
    return sql.offsetByCodePoints(0, characters);
  }
}
