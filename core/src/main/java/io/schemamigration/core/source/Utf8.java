package io.schemamigration.core.source;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Bytes as text, without guessing. */
public final class Utf8 {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private Utf8() {}

  /** The text without its byte order mark; empty, and a problem, when the bytes aren't UTF-8. */
  public static String decode(SourceFile file, List<Problem> problems) {
    var bytes = ByteBuffer.wrap(file.content());
    var chars = CharBuffer.allocate(file.content().length);
    var result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(bytes, chars, true);
    if (result.isError()) {
      problems.add(
          new Problem(
              file.name(),
              lineAt(file.content(), bytes.position()),
              "the file is not UTF-8: byte " + bytes.position() + " can't be read",
              "save it as UTF-8"));
      return "";
    }
    chars.flip();
    boolean marked = !chars.isEmpty() && chars.get(0) == BYTE_ORDER_MARK;
    return marked ? chars.subSequence(1, chars.length()).toString() : chars.toString();
  }

  private static int lineAt(byte[] content, int offset) {
    int line = 1;
    for (int i = 0; i < offset; i++) {
      if (content[i] == '\n') {
        line++;
      }
    }
    return line;
  }
}
