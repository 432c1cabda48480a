package io.schemamigration.runner.judge;

import io.schemamigration.core.grammar.Parser;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * libpg_query in machine code, a tenth of a second for what takes WebAssembly ten. Its library lies
 * beside the jars, and the command that starts Java names it: nothing is unpacked where others
 * could write. For any number of threads.
 */
final class MachineCode implements Parser {
  /** Names the library's file. */
  static final String FILE = "migrate.grammar";

  /** With this value WebAssembly is used all the same. */
  static final String VARIABLE = "MIGRATE_GRAMMAR";

  /** The answer's first byte; pgquery.c has the same. */
  private static final byte TREE = 0;

  private static final byte REFUSED = 1;
  private static final int HEAD = 5;
  private static final long DEEP_STACK = 16L << 20;
  private static final String TOO_DEEP = "stack depth limit exceeded";
  private static final String NO_MEMORY = "out of memory";

  /** Why it isn't used; null if it is. */
  static final @Nullable String MISSING = load();

  @SuppressWarnings("restricted") // the launcher allows it
  private static @Nullable String load() {
    if ("webassembly".equals(System.getenv(VARIABLE))) {
      return VARIABLE + " says so";
    }
    var file = System.getProperty(FILE, "");
    if (file.isEmpty()) {
      return "there is no library for this machine";
    }
    try {
      System.load(file);
      return null;
    } catch (UnsatisfiedLinkError e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static native byte @Nullable [] call(byte[] sql);

  @Override
  public Parser.Answer parse(byte[] sql) {
    var answer = read(call(sql));
    return answer instanceof Parser.TooDeep ? onDeepStack(sql) : answer;
  }

  /**
   * This thread had too little room: one with much gets its turn, and the same limit as a server.
   */
  private static Parser.Answer onDeepStack(byte[] sql) {
    var answer =
        CompletableFuture.supplyAsync(
            () -> read(call(sql)), work -> new Thread(null, work, "grammar", DEEP_STACK).start());
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  private static Parser.Answer read(byte @Nullable [] answer) {
    if (answer == null) {
      throw new OutOfMemoryError(NO_MEMORY);
    }
    var text = new String(answer, HEAD, answer.length - HEAD, StandardCharsets.UTF_8);
    return switch (answer[0]) {
      case TREE -> new Parser.Json(text);
      case REFUSED -> refused(text, ByteBuffer.wrap(answer, 1, Integer.BYTES).getInt());
      default -> new Parser.TooDeep();
    };
  }

  private static Parser.Answer refused(String message, int place) {
    if (message.equals(NO_MEMORY)) {
      throw new OutOfMemoryError(message);
    }
    return message.equals(TOO_DEEP) ? new Parser.TooDeep() : new Parser.Refused(message, place);
  }
}
