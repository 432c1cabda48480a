package io.schemamigration.core.grammar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;

/**
 * libpg_query, which is PostgreSQL 18's parser, as WebAssembly in an interpreter. Making one reads
 * 1.7 MB of code, which takes about half a second; it is made when something has to be judged,
 * never before. Not for several threads at once.
 */
public final class PostgresGrammar implements Grammar {
  /** The time taken grows faster than the length: 5 MB were seen to take two minutes. */
  public static final int LONGEST = 1 << 18;

  private static final String MODULE = "libpg-query.wasm";

  private final WasmModule module;
  private @Nullable PgQueryInstance instance;

  private PostgresGrammar(WasmModule module) {
    this.module = module;
  }

  /** Reads the code that is part of this library. */
  public static PostgresGrammar load() {
    try (InputStream in = PostgresGrammar.class.getResourceAsStream(MODULE)) {
      return new PostgresGrammar(Parser.parse(Objects.requireNonNull(in, MODULE).readAllBytes()));
    } catch (IOException e) {
      throw new IllegalStateException(MODULE + " can't be read", e);
    }
  }

  /** Another one for another thread; the code is shared. */
  public PostgresGrammar another() {
    return new PostgresGrammar(module);
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
      instance = null; // whatever it was in the middle of is lost
      return new Unjudged("a statement is nested too deeply to be judged");
    } catch (PgQueryInstance.BrokenException e) {
      instance = null;
      return new Unjudged("the statement can't be judged: " + e.getMessage());
    }
  }

  private Parsed parse(String sql, byte[] bytes) {
    var running = instance;
    if (running == null) {
      running = new PgQueryInstance(module);
      instance = running;
    }
    var positions = new Positions(sql, bytes.length);
    return switch (running.parse(bytes)) {
      case PgQueryInstance.Json(var json) -> new Tree(TreeReader.read(json, positions));
      case PgQueryInstance.Refused(var message, var place) ->
          new Malformed(message, index(sql, place));
    };
  }

  /** An error's place is counted in characters, from 1. */
  private static int index(String sql, int place) {
    int characters = Math.min(Math.max(0, place - 1), sql.codePointCount(0, sql.length()));
    return sql.offsetByCodePoints(0, characters);
  }
}
